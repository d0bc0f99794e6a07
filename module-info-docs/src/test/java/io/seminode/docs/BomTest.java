package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM for users has the versions of the build. */
class BomTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void versionsAreTheBuilds() throws IOException {
        String bom = Files.readString(ROOT.resolve("module-info-docs/bom/pom.xml"));
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        String version = "<artifactId>seminode-\\w+</artifactId>\\s*<version>(.*?)</version>";
        assertEquals(first(version, parent), first(version, bom));
        List<String> properties = Pattern.compile("<([\\w-]+\\.version)>")
                .matcher(bom)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(properties.containsAll(List.of("protobuf.version", "tensorflow.version", "tribuo.version")));
        for (String property : properties) {
            String pattern = "<" + property + ">(.*?)</" + property + ">";
            assertEquals(first(pattern, parent), first(pattern, bom), property);
        }
    }

    @Test
    void everyModuleIsInIt() throws IOException {
        String bom = Files.readString(ROOT.resolve("module-info-docs/bom/pom.xml"));
        for (String module : List.of("solver", "data", "models", "cli")) {
            assertTrue(bom.contains("<artifactId>seminode-" + module + "</artifactId>"), module);
        }
    }
}
