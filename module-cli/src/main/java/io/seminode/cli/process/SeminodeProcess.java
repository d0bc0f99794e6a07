package io.seminode.cli.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line that starts Seminode again, in a process of its own: as this process was started, so that a child has the
 * same version, options and environment.
 */
public final class SeminodeProcess {
    private static final String MAIN = "io.seminode.cli/io.seminode.cli.Main";

    /** Options that are for one process only: debuggers and the like. */
    private static final List<String> NOT_INHERITED = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrun");

    /** What no shell takes for something else. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private SeminodeProcess() {}

    /**
     * The words before the arguments of the command.
     *
     * @throws IllegalStateException if this process was not started from modules; then nobody can tell what a child needs
     */
    public static List<String> command() {
        if (!SeminodeProcess.class.getModule().isNamed()) {
            throw new IllegalStateException("Found Seminode on the class path, expected it on the module path, as its"
                    + " launcher starts it.");
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(word -> NOT_INHERITED.stream().noneMatch(word::startsWith))
                .forEach(words::add);
        String classPath = System.getProperty("java.class.path", "");
        if (!classPath.isEmpty()) {
            words.addAll(List.of("-cp", absolute(classPath)));
        }
        words.addAll(List.of("-m", MAIN));
        return words;
    }

    /** What Seminode writes its output in: the encoding of the terminal, and UTF-8 where the locale says nothing. */
    public static Charset encoding() {
        String encoding = System.getProperty("native.encoding");
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /** The launcher that this process was started with; without one, {@link #command}. */
    public static List<String> launcher() {
        String home = System.getProperty("seminode.home");
        if (home == null) {
            return command();
        }
        Path ofImage = Path.of(home, "bin", "seminode");
        return List.of((Files.exists(ofImage) ? ofImage : Path.of(home, "seminode")).toString());
    }

    /** A command as it is typed in a shell. */
    public static String typed(List<String> arguments) {
        return "seminode "
                + String.join(
                        " ", arguments.stream().map(SeminodeProcess::quoted).toList());
    }

    private static String quoted(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A child may work in another folder. */
    private static String absolute(String path) {
        return String.join(
                File.pathSeparator,
                Stream.of(path.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
