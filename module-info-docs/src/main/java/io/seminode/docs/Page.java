package io.seminode.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the site.
 *
 * @param file the name of its HTML file
 * @param title its first heading
 * @param markdown its text
 */
record Page(String file, String title, String markdown) {
    private static final List<String> AT_THE_TOP = List.of("CONTRIBUTING", "SECURITY");

    /** The README and what lies beside it, the pages of the guide, and the documents that commands wrote. */
    static List<Page> written(Path root) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (Path folder : List.of(root.resolve("module-info-docs/guide"), root.resolve("docs"))) {
            if (Files.isDirectory(folder)) {
                addFrom(folder, pages);
            }
        }
        pages.add(of("index.html", Files.readString(root.resolve("README.md"))));
        for (String name : AT_THE_TOP) {
            Path file = root.resolve(name + ".md");
            if (Files.exists(file)) {
                pages.add(of(name + ".html", Files.readString(file)));
            }
        }
        return pages;
    }

    private static void addFrom(Path folder, List<Page> pages) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                String name = file.getFileName().toString();
                pages.add(of(name.replaceFirst("\\.md$", ".html"), Files.readString(file)));
            }
        }
    }

    /** The folder of the checkout that its links start from. */
    String folder() {
        return file.equals("index.html") || AT_THE_TOP.contains(file.replaceFirst("\\.html$", ""))
                ? ""
                : "module-info-docs/guide";
    }

    /** A page whose title is the first line, a heading. */
    static Page of(String file, String markdown) {
        if (!markdown.startsWith("# ")) {
            throw new IllegalArgumentException(
                    "The page for " + file + " does not begin with a heading \"# TITLE\"; every page does.");
        }
        return new Page(file, markdown.substring(2, markdown.indexOf('\n')).strip(), markdown);
    }
}
