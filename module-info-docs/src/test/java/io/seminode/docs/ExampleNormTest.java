package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The example project of the guide: built as a third party builds it, dropped into a plugins folder, used by name. */
class ExampleNormTest {
    private static final Path EXAMPLE = Path.of("example-norm");
    private static final String NORM = "org.example.norms.WeightedNorm";

    private static final String[] BENCH = {
        "bench", "mlp", "--batch=2", "--hidden=2", "--width=2", "--repeats=1", "--engine=native"
    };

    @TempDir
    private static Path folder;

    private static Path modularJar;
    private static Path plainJar;
    private static Path testClasses;

    /** Everything the tests of this module see. */
    private static List<Path> everything() {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(p -> Arrays.stream(System.getProperty(p, "").split(File.pathSeparator)))
                .filter(p -> !p.isEmpty())
                .map(Path::of)
                .distinct()
                .toList();
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void run(String tool, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        assertEquals(0, exitCode, said.toString());
    }

    private static List<String> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(Path::toString).filter(f -> f.endsWith(".java")).toList();
        }
    }

    @BeforeAll
    static void build() throws IOException {
        Path classes = folder.resolve("classes");
        List<String> javac = new ArrayList<>(List.of("-Xlint:all,-requires-automatic", "-Werror"));
        javac.addAll(List.of("--module-path", System.getProperty("jdk.module.path"), "-d", classes.toString()));
        javac.addAll(sources(EXAMPLE.resolve("src/main/java")));
        run("javac", javac.toArray(String[]::new));
        String services = EXAMPLE.resolve("src/main/resources").toString();
        modularJar = folder.resolve("modular.jar");
        run("jar", "--create", "--file", modularJar.toString(), "-C", classes.toString(), ".");
        plainJar = folder.resolve("plain.jar");
        run("jar", "--create", "--file", plainJar.toString(), "-C", classes.toString(), "org", "-C", services, ".");

        testClasses = folder.resolve("test-classes");
        List<Path> path = new ArrayList<>(everything());
        path.add(plainJar);
        List<String> javacTests = new ArrayList<>(List.of("-Xlint:all,-processing,-path,-classfile", "-Werror"));
        javacTests.addAll(List.of("--class-path", joined(path), "-d", testClasses.toString()));
        javacTests.addAll(sources(EXAMPLE.resolve("src/test/java")));
        run("javac", javacTests.toArray(String[]::new));
    }

    @Test
    void itsOwnTestsPassWithTheContractKit() throws Exception {
        URL[] urls = {plainJar.toUri().toURL(), testClasses.toUri().toURL()};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, ExampleNormTest.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            Class<?> test = loader.loadClass("org.example.norms.WeightedNormTest");
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(test))
                                    .build(),
                            listener);
            var summary = listener.getSummary();
            List<Throwable> failures =
                    summary.getFailures().stream().map(f -> f.getException()).toList();
            assertEquals(List.of(), failures);
            assertTrue(summary.getTestsSucceededCount() > 20, "tests: " + summary.getTestsSucceededCount());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void isUsedByNameAsAModuleInPlugins() throws Exception {
        assertSolvesWith(modularJar, NORM + " (module org.example.norms in ");
    }

    @Test
    void isUsedByNameAsAPlainJarInPlugins() throws Exception {
        assertSolvesWith(plainJar, NORM + " (/");
    }

    @Test
    void isBuiltAgainstThisVersion() throws IOException {
        Pattern version = Pattern.compile("<version>(.*?)</version>");
        Pattern wanted = Pattern.compile("<seminode.version>(.*?)</seminode.version>");
        assertEquals(
                version.matcher(Files.readString(Path.of("pom.xml")))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1),
                wanted.matcher(Files.readString(EXAMPLE.resolve("pom.xml")))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
    }

    private static Path pluginsWith(Path jar) throws IOException {
        Path plugins = Files.createTempDirectory(folder, "plugins");
        Files.copy(jar, plugins.resolve("example-norm.jar"));
        return plugins;
    }

    private static void assertSolvesWith(Path jar, String origin) throws Exception {
        Path plugins = pluginsWith(jar);
        String list = seminode(plugins, 0, "list", "norms", "--verbose");
        assertTrue(list.contains(origin), list);
        assertTrue(list.contains("PART=1 (weight of the part of that name)"), list);
        String result = seminode(plugins, 0, with(BENCH, "--norm=weighted:z=1,a_z=0.1"));
        assertTrue(result.contains("weighted:z=1,a_z=0.1"), result);
    }

    @Test
    void wrongOptionsEndTheCommand() throws Exception {
        Path plugins = pluginsWith(modularJar);
        String unknown = seminode(plugins, 1, with(BENCH, "--norm=weighted:a_zz=1"));
        assertTrue(unknown.contains("part \"a_zz\", which is not in the state; measured are z, a_z"), unknown);
        String negative = seminode(plugins, 2, with(BENCH, "--norm=weighted:z=-1"));
        assertTrue(negative.contains("is \"-1\", expected a weight of at least 0"), negative);
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    /** Runs the command as the launcher does: its own jars on the module path. */
    private static String seminode(Path plugins, int exitCode, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--module-path", joined(modulesOfTheCommand())));
        command.addAll(List.of("-m", "io.seminode.cli/io.seminode.cli.Main"));
        command.addAll(List.of(arguments));
        command.add("--plugins=" + plugins);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the command takes longer than two minutes");
        String said = Files.readString(output);
        assertEquals(exitCode, process.exitValue(), said);
        return said;
    }

    private static List<Path> modulesOfTheCommand() {
        Path[] modules = everything().stream().filter(ExampleNormTest::isModule).toArray(Path[]::new);
        return Configuration.empty()
                .resolveAndBind(ModuleFinder.of(modules), ModuleFinder.ofSystem(), Set.of("io.seminode.cli"))
                .modules()
                .stream()
                .map(m -> m.reference().location().orElseThrow())
                .filter(l -> l.getScheme().equals("file"))
                .map(Path::of)
                .toList();
    }

    private static boolean isModule(Path path) {
        return Files.exists(path) && !ModuleFinder.of(path).findAll().isEmpty();
    }
}
