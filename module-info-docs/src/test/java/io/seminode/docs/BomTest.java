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
        for (String pattern : List.of(
                "<artifactId>seminode-\\w+</artifactId>\\s*<version>(.*?)</version>",
                "<tensorflow.version>(.*?)</tensorflow.version>")) {
            assertEquals(first(pattern, parent), first(pattern, bom));
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
