package io.seminode.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Makes jars of norms and of commands as third parties do, from source. */
public final class JarMaker {

    private final Path work;
    private final Path plugins;

    /** Works in {@code work} and leaves jars in {@code plugins}. */
    public JarMaker(Path work, Path plugins) {
        this.work = work;
        this.plugins = plugins;
    }

    /** The source of a norm; {@code body} is put into its constructor. */
    public static String norm(String packageName, String type, String name, String body) {
        return """
                package %s;
                public final class %s implements io.seminode.solver.norm.Norm {
                    public %s() { %s }
                    public String name() { return "%s"; }
                    public String description() { return "the first part only"; }
                    public boolean measures(io.seminode.solver.state.Part part) { return part.isCoupled(); }
                    public <T extends org.tensorflow.types.family.TFloating> org.tensorflow.Operand<T> of(
                            org.tensorflow.op.Ops tf,
                            java.util.List<io.seminode.solver.norm.MeasuredPart<T>> parts) {
                        return tf.reduceMax(
                                tf.reshape(tf.math.abs(parts.get(0).value()), tf.constant(new int[] {-1})),
                                tf.constant(0));
                    }
                }
                """.formatted(packageName, type, type, body, name);
    }

    /** The source of a command that says its name. */
    public static String command(String packageName, String type, String name) {
        return """
                package %s;
                @picocli.CommandLine.Command(name = "%s", description = "says so")
                public final class %s implements io.seminode.cli.spi.Subcommand, Runnable {
                    @picocli.CommandLine.Spec
                    private picocli.CommandLine.Model.CommandSpec spec;
                    public %s() {}
                    public void run() { spec.commandLine().getOut().println("%s of a plugin"); }
                }
                """.formatted(packageName, name, type, type, name);
    }

    private static String service(String source) {
        return source.contains("Subcommand") ? "io.seminode.cli.spi.Subcommand" : "io.seminode.solver.norm.Norm";
    }

    /** A plain jar with one provider, whose classes can be changed before they are packed. */
    public Path plain(String jar, String type, String source, ClassesChange change) {
        Path classes = compile(jar, List.of(), file(type), source);
        try {
            Path services = Files.createDirectories(classes.resolve("META-INF/services"));
            Files.writeString(services.resolve(service(source)), "# ours\n" + type + " # the provider\n");
            change.apply(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pack(jar, classes);
    }

    /** A plain jar with one provider. */
    public Path plain(String jar, String type, String source) {
        return plain(jar, type, source, classes -> {});
    }

    /** A modular jar with one provider; {@code requires} are further lines of its descriptor. */
    public Path modular(String jar, String module, String requires, String type, String source) {
        String descriptor = "module " + module + " { requires io.seminode.solver; " + requires + " provides "
                + service(source) + " with " + type + "; }";
        return pack(jar, compile(jar, List.of(plugins), "module-info.java", descriptor, file(type), source));
    }

    /** A modular jar with one public class for others. */
    public Path library(String jar, String module, String type, String source) {
        String exported = type.substring(0, type.lastIndexOf('.'));
        String descriptor = "module " + module + " { exports " + exported + "; }";
        return pack(jar, compile(jar, List.of(), "module-info.java", descriptor, file(type), source));
    }

    /** Something done to a folder of classes. */
    @FunctionalInterface
    public interface ClassesChange {
        /** Does it. */
        void apply(Path classes) throws IOException;
    }

    private static String file(String type) {
        return type.replace('.', '/') + ".java";
    }

    private Path compile(String name, List<Path> modulePath, String... filesAndSources) {
        try {
            Path sources = Files.createDirectories(work.resolve(name + "-src"));
            Path classes = Files.createDirectories(work.resolve(name + "-classes"));
            List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
            String path = Stream.concat(
                            Stream.of(System.getProperty("jdk.module.path")),
                            modulePath.stream().map(Path::toString))
                    .reduce((a, b) -> a + java.io.File.pathSeparator + b)
                    .orElseThrow();
            arguments.addAll(List.of("--module-path", path, "--add-modules", "io.seminode.cli"));
            for (int i = 0; i < filesAndSources.length; i += 2) {
                Path file = sources.resolve(filesAndSources[i]);
                Files.createDirectories(file.getParent());
                Files.writeString(file, filesAndSources[i + 1]);
                arguments.add(file.toString());
            }
            assertEquals(0, tool("javac").run(System.out, System.err, arguments.toArray(String[]::new)));
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pack(String name, Path classes) {
        Path jar = plugins.resolve(name + ".jar");
        assertEquals(
                0,
                tool("jar")
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--file",
                                jar.toString(),
                                "-C",
                                classes.toString(),
                                "."));
        return jar;
    }

    private static ToolProvider tool(String name) {
        return ToolProvider.findFirst(name).orElseThrow();
    }
}
