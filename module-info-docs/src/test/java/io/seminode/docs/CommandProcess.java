package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a process of its own, as the launcher starts it: its jars on the module path. */
final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CommandProcess start(Path folder, String... arguments) throws IOException {
        return startWithout(Set.of(), folder, arguments);
    }

    /**
     * As a user has it, who has no more libraries than the command needs.
     *
     * @param absent modules that the tests of this module have in addition
     */
    static CommandProcess startWithout(Set<String> absent, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--module-path", joined(modules(absent))));
        command.addAll(List.of("-m", "io.seminode.cli/io.seminode.cli.Main"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new CommandProcess(process, output);
    }

    /** Waits for the end and gives the exit code. */
    int await() throws InterruptedException {
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the command takes longer than two minutes");
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    long id() {
        return process.pid();
    }

    /** What it wrote until now to both standard streams. */
    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Everything the tests of this module see. */
    static List<Path> everything() {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(p -> Arrays.stream(System.getProperty(p, "").split(File.pathSeparator)))
                .filter(p -> !p.isEmpty())
                .map(Path::of)
                .distinct()
                .toList();
    }

    static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> modules(Set<String> absent) {
        Path[] modules = everything().stream()
                .filter(path -> isModule(path) && Collections.disjoint(names(path), absent))
                .toArray(Path[]::new);
        return Configuration.empty()
                .resolveAndBind(ModuleFinder.of(modules), ModuleFinder.ofSystem(), Set.of("io.seminode.cli"))
                .modules()
                .stream()
                .map(m -> m.reference().location().orElseThrow())
                .filter(l -> l.getScheme().equals("file"))
                .map(Path::of)
                .toList();
    }

    private static Set<String> names(Path path) {
        return ModuleFinder.of(path).findAll().stream()
                .map(module -> module.descriptor().name())
                .collect(Collectors.toSet());
    }

    private static boolean isModule(Path path) {
        return Files.exists(path) && !ModuleFinder.of(path).findAll().isEmpty();
    }
}
