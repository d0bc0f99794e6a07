package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our modules export, require and provide is what the golden files say.
 *
 * <p>A change of a descriptor is a change for users: it is made on purpose, by running this test with
 * {@code -Dseminode.golden=write}, and seen in the review.
 */
class ModuleDescriptorsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/descriptors");

    @ParameterizedTest
    @ValueSource(strings = {"solver", "data", "models", "cli", "lab", "docs"})
    void descriptorIsTheGoldenOne(String name, @TempDir Path folder) throws IOException {
        String module = "io.seminode." + name;
        Path golden = GOLDEN.resolve(module + ".txt");
        String found = describe(module, folder);
        if ("write".equals(System.getProperty("seminode.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, found);
        }
        assertEquals(
                Files.readString(golden),
                found,
                "The descriptor of " + module
                        + " has changed. If that is meant, run\n  mvn test -pl module-info-docs -am"
                        + " -Dtest=ModuleDescriptorsTest -Dsurefire.failIfNoSpecifiedTests=false -Dseminode.golden=write\n");
    }

    /** What {@code jar --describe-module} says, less the jar, the version, the order, and packages that nobody else sees. */
    private static String describe(String module, Path folder) {
        URI location = ModuleLayer.boot()
                .configuration()
                .findModule(module)
                .orElseThrow()
                .reference()
                .location()
                .orElseThrow();
        Path place = Path.of(location);
        if (Files.isDirectory(place)) { // the build has not made a jar yet
            Path jar = folder.resolve(module + ".jar");
            run("--create", "--file", jar.toString(), "-C", place.toString(), ".");
            place = jar;
        }
        List<String> lines =
                run("--describe-module", "--file", place.toString()).lines().toList();
        return module + "\n"
                + lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith(module) && !line.startsWith("contains "))
                        .sorted()
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int exitCode = ToolProvider.findFirst("jar").orElseThrow().run(writer, writer, arguments);
        assertEquals(0, exitCode, out::toString);
        return out.toString();
    }
}
