package io.seminode.solver.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The settings that TensorFlow's native library reads from the environment, once, when it is loaded: how much it tells on standard
 * error, and how XLA compiles. Java cannot change the environment of its own process and TensorFlow has no other way in, so the
 * variables are added to the process's list of them (POSIX allows a program to replace {@code environ}).
 *
 * <ul>
 *   <li>{@code TF_CPP_MIN_LOG_LEVEL=2}: errors only. Set the variable to 0 before Java starts to read all that TensorFlow has to say.
 *   <li>{@code XLA_FLAGS}: one thread and no thunks, by which small programs run up to three times faster.
 * </ul>
 *
 * <p>A variable that the user has set is left alone. Elsewhere than on Linux, or where JavaCPP's own native library is not on the
 * path, nothing is added; set the variables by hand there.
 */
public final class TensorFlowRuntime {
    private static final Map<String, String> DEFAULTS = Map.of(
            "TF_CPP_MIN_LOG_LEVEL", "2",
            "XLA_FLAGS", "--xla_cpu_use_thunk_runtime=false --xla_cpu_multi_thread_eigen=false");

    /** What is done once. */
    private static final class Once {
        private static final boolean PREPARED = prepareOnce();

        private Once() {}
    }

    private TensorFlowRuntime() {}

    /**
     * Adds the variables, once in a process; it does nothing once TensorFlow is loaded. Seminode calls it before it uses TensorFlow. Programs that use
     * TensorFlow before Seminode call it first.
     *
     * @return whether TensorFlow will find the variables
     * @throws IllegalStateException if the home folder can't be written, and the folder for native libraries that takes its place is not only this user's
     */
    public static boolean prepare() {
        NativeFolder.choose();
        return Once.PREPARED;
    }

    private static boolean prepareOnce() {
        List<String> missing = new ArrayList<>();
        DEFAULTS.forEach((name, value) -> {
            if (System.getenv(name) == null) {
                missing.add(name + "=" + value);
            }
        });
        if (missing.isEmpty()) {
            return true;
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try {
            Loader.load(Loader.class);
            add(missing);
            return true;
        } catch (UnsatisfiedLinkError e) {
            System.getLogger(TensorFlowRuntime.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "JavaCPP's native library is not there; TensorFlow keeps its own settings",
                            e);
            return false;
        }
    }

    /** Points {@code environ} to a longer list. What it points to is never freed: the process reads it to its end. */
    private static void add(List<String> variables) {
        PointerPointer<Pointer> environ = new PointerPointer<>(Loader.addressof("environ"));
        PointerPointer<Pointer> old = new PointerPointer<>(environ.get(0));
        List<Pointer> entries = new ArrayList<>();
        for (Pointer entry = old.get(0); entry != null; entry = old.get(entries.size())) {
            entries.add(entry);
        }
        variables.forEach(variable -> entries.add(text(variable)));
        PointerPointer<Pointer> longer =
                new PointerPointer<>(Pointer.malloc((entries.size() + 1L) * Loader.sizeof(Pointer.class)));
        for (int i = 0; i < entries.size(); i++) {
            longer.put(i, entries.get(i));
        }
        longer.put(entries.size(), (Pointer) null);
        environ.put(0, longer);
    }

    private static Pointer text(String variable) {
        byte[] bytes = (variable + "\0").getBytes(StandardCharsets.UTF_8);
        return new BytePointer(Pointer.malloc(bytes.length)).put(bytes);
    }
}
