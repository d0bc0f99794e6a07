package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Code in the README and the guide is the code of a test, word for word.
 *
 * <p>A block of code that is a sample follows a line {@code <!-- sample: FILE TAG -->}; it must equal the lines of that file of
 * this folder, or of that path in the module, between {@code // tag::TAG[]} and {@code // end::TAG[]}, without their common indentation.
 * Before them stand the imports of that file that they need and that the page has not shown before.
 */
class SamplesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SOURCES = Path.of("src/test/java/io/seminode/docs");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");
    private static final Pattern SAMPLE =
            Pattern.compile("<!-- sample: (\\S+) (\\S+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> samplesAreTested() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher sample = SAMPLE.matcher(text);
            Set<String> imported = new HashSet<>();
            while (sample.find()) {
                String file = sample.group(1);
                String tag = sample.group(2);
                String shown = sample.group(3);
                String code = tagged(file, tag);
                String imports = imports(file, code, imported);
                tests.add(DynamicTest.dynamicTest(page.getFileName() + ": " + file + " " + tag, () -> {
                    assertEquals(imports + code, shown);
                    assertEquals(count(shown, '{'), count(shown, '}'), "blocks are whole");
                }));
            }
        }
        assertTrue(tests.size() >= 2, "the README has a sample of a solve and one of a norm");
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyJavaBlockIsASample() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            tests.add(DynamicTest.dynamicTest(
                    page.getFileName().toString(),
                    () -> assertEquals(
                            SAMPLE.matcher(text).results().count(),
                            Pattern.compile("```java").matcher(text).results().count())));
        }
        return tests.stream();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        pages.add(ROOT.resolve("README.md"));
        try (Stream<Path> guide = Files.list(ROOT.resolve("module-info-docs/guide"))) {
            guide.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** The imports that the code needs, but for those that the page has shown; with them these are shown. */
    private static String imports(String file, String code, Set<String> shown) throws IOException {
        if (code.startsWith("package ") || code.startsWith("import ")) {
            return "";
        }
        StringBuilder imports = new StringBuilder();
        for (String line : Files.readAllLines(source(file))) {
            Matcher found = IMPORT.matcher(line);
            if (found.matches()
                    && Pattern.compile("\\b" + found.group(1) + "\\b")
                            .matcher(code)
                            .find()
                    && shown.add(line)) {
                imports.append(line).append('\n');
            }
        }
        return imports.isEmpty() ? "" : imports.append('\n').toString();
    }

    private static Path source(String file) {
        return file.contains("/") ? Path.of(file + ".java") : SOURCES.resolve(file + ".java");
    }

    /** The tagged lines, less the indentation they have in common. */
    private static String tagged(String file, String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        int indentation = 0;
        for (String line : Files.readAllLines(source(file))) {
            if (line.strip().equals("// tag::" + tag + "[]")) {
                inside = true;
                if (lines.isEmpty()) { // a later part of the sample may lie deeper
                    indentation = line.indexOf("//");
                }
            } else if (line.strip().equals("// end::" + tag + "[]")) {
                inside = false;
            } else if (inside) {
                lines.add(line.substring(Math.min(indentation, indent(line))));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static long count(String text, char c) {
        return text.chars().filter(d -> d == c).count();
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
