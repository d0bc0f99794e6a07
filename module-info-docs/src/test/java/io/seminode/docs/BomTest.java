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
        for (String module : List.of("solver", "data", "models", "cli", "lab")) {
            assertTrue(bom.contains("<artifactId>seminode-" + module + "</artifactId>"), module);
        }
    }

    /** The projects in src/it are built by the tests; what README and guide show is theirs. */
    @Test
    void whatIsShownOfPomsIsWhatTheProjectsOutsideUse() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String shown = first("```xml\\n(<dependencyManagement>.*?)```", readme);
        String library = Files.readString(Path.of("src/it/library/pom.xml"));
        assertTrue(library.contains(shown.indent(2).replaceAll("(?m)^\\s+$", "")), shown);
        String guide = Files.readString(Path.of("guide/publishing.md"));
        assertTrue(guide.contains("```xml\n" + Files.readString(Path.of("src/it/tribuo/pom.xml")) + "```"));
        String module = Files.readString(Path.of("src/it/tribuo/src/main/java/module-info.java"));
        assertTrue(guide.contains(module.substring(module.indexOf("module "))));
    }

    @Test
    void whatIsShownForGradleIsInIt() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String bom = Files.readString(ROOT.resolve("module-info-docs/bom/pom.xml"));
        String shown = first("```kotlin\\n(.*?)```", readme);
        assertTrue(
                shown.contains("platform(\"io.seminode:seminode-bom:"
                        + first("<artifactId>seminode-bom</artifactId>\\s*<version>(.*?)</version>", bom) + "\")"),
                shown);
        List<String> coordinates = Pattern.compile("\\(\"(\\S+)\"\\)\\n")
                .matcher(shown.replace("))", ")"))
                .results()
                .map(found -> found.group(1))
                .filter(c -> !c.contains("seminode-bom"))
                .toList();
        assertEquals(2, coordinates.size(), shown);
        for (String coordinate : coordinates) {
            String[] parts = coordinate.split(":", -1); // group, artifact, no version, classifier
            String classifier = parts.length == 4 ? "\\s*<classifier>" + parts[3] + "</classifier>" : "";
            first(
                    "(<groupId>" + parts[0] + "</groupId>\\s*<artifactId>" + parts[1]
                            + "</artifactId>\\s*<version>[^<]*</version>" + classifier + ")",
                    bom);
        }
    }
}
