package io.seminode.cli.report;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run's numbers depend on besides its settings.
 *
 * @param date when the run began
 * @param commandLine the arguments of the command
 * @param seminode version
 * @param tensorflow version of the native library
 * @param tensorflowJava version
 * @param java version and vendor
 * @param os name, version and architecture
 * @param cpu model
 * @param cores that the virtual machine may use
 * @param memoryMib of the machine; null if unknown
 * @param device the trainings ran on
 * @param engineAsked auto, xla or native
 * @param engine that ran; null until it is chosen
 * @param xlaFlags the environment variable; null if it is not set
 * @param providers class and origin of each norm, method and controller that is used
 */
public record Environment(
        String date,
        List<String> commandLine,
        String seminode,
        String tensorflow,
        String tensorflowJava,
        String java,
        String os,
        String cpu,
        int cores,
        @Nullable Long memoryMib,
        String device,
        String engineAsked,
        @Nullable String engine,
        @Nullable String xlaFlags,
        Map<String, String> providers) {

    /** The environment of this process; the engine is not chosen yet. */
    public static Environment here(
            List<String> commandLine,
            String tensorflow,
            String device,
            String engineAsked,
            Map<String, String> providers) {
        return new Environment(
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                List.copyOf(commandLine),
                seminodeVersion(),
                tensorflow,
                version("tensorflow"),
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                machineMemoryMib(),
                device,
                engineAsked,
                null,
                System.getenv("XLA_FLAGS"),
                providers);
    }

    /** The same with the engine that was chosen. */
    public Environment withEngine(String chosen) {
        return new Environment(
                date,
                commandLine,
                seminode,
                tensorflow,
                tensorflowJava,
                java,
                os,
                cpu,
                cores,
                memoryMib,
                device,
                engineAsked,
                chosen,
                xlaFlags,
                providers);
    }

    /** The version of this module. */
    public static String seminodeVersion() {
        return version(Optional.ofNullable(Environment.class.getModule().getDescriptor()));
    }

    /** The version of a module that is loaded. */
    public static String version(String module) {
        return version(ModuleLayer.boot().findModule(module).map(Module::getDescriptor));
    }

    private static String version(Optional<ModuleDescriptor> descriptor) {
        return descriptor.flatMap(ModuleDescriptor::rawVersion).orElse("of unknown version");
    }

    private static String cpuModel() {
        String model = procEntry(Path.of("/proc/cpuinfo"), "model name");
        if (model == null) {
            model = System.getenv("PROCESSOR_IDENTIFIER"); // Windows
        }
        return model == null ? System.getProperty("os.arch") : model;
    }

    private static @Nullable Long machineMemoryMib() {
        String total = procEntry(Path.of("/proc/meminfo"), "MemTotal");
        return total == null ? null : Long.parseLong(total.replaceAll("\\D", "")) / 1024;
    }

    /** The value of the first line "key: value" of a file of Linux's proc file system. */
    public static @Nullable String procEntry(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(null);
        } catch (IOException notLinux) {
            return null;
        }
    }
}
