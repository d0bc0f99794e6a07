package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

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
        Path manifest = Files.writeString(folder.resolve("manifest"), "Implementation-Version: 1.2\n");
        List<String> jar = new ArrayList<>(List.of("--create", "--file", plainJar.toString()));
        jar.addAll(List.of("--manifest", manifest.toString(), "-C", classes.toString(), "org", "-C", services, "."));
        run("jar", jar.toArray(String[]::new));

        testClasses = folder.resolve("test-classes");
        List<Path> path = new ArrayList<>(CommandProcess.everything());
        path.add(plainJar);
        List<String> javacTests = new ArrayList<>(List.of("-Xlint:all,-processing,-path,-classfile", "-Werror"));
        javacTests.addAll(List.of("--class-path", CommandProcess.joined(path), "-d", testClasses.toString()));
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
    void isNamedInAConfigurationOfTribuosAndInTheModelsProvenance() throws Exception {
        String configuration = Files.readString(Path.of("src/test/resources/io/seminode/docs/wine.xml"))
                .replace("\"seminorm\"", "\"weighted:z=1,a_z=0.1\"")
                .replace("\"epochs\" value=\"30\"", "\"epochs\" value=\"1\"");
        Path file = Files.writeString(folder.resolve("weighted.xml"), configuration);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {plainJar.toUri().toURL()}, ExampleNormTest.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            try (ConfigurationManager manager = new ConfigurationManager(file.toString());
                    NeuralModel<Label> model = wines((NeuralOdeTrainer<?>) manager.lookup("wine"))) {
                assertEquals(
                        NORM + " (" + plainJar + ", version 1.2)",
                        model.getProvenance()
                                .getInstanceProvenance()
                                .getMap()
                                .get("norm-provider")
                                .toString());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked") // configurations know no type arguments
    private static NeuralModel<Label> wines(NeuralOdeTrainer<?> trainer) throws IOException {
        return ((NeuralOdeTrainer<Label>) trainer).train(new MutableDataset<>(WineEvents.wines()));
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
        String unknown = seminode(plugins, 2, with(BENCH, "--norm=weighted:a_zz=1"));
        assertTrue(unknown.contains("part \"a_zz\", which is not in the state; measured are z, a_z"), unknown);
        String negative = seminode(plugins, 2, with(BENCH, "--norm=weighted:z=-1"));
        assertTrue(negative.contains("is \"-1\", expected a weight of at least 0"), negative);
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    private static String seminode(Path plugins, int exitCode, String... arguments) throws Exception {
        String[] all = with(arguments, "--plugins=" + plugins);
        try (CommandProcess command = CommandProcess.start(folder, all)) {
            assertEquals(exitCode, command.await(), command.output());
            return command.output();
        }
    }
}
