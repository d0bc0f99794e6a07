package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A checkout in small: a README and one page, with the given link. */
    private static Path checkout(Path folder, String link) throws IOException {
        Path guide = Files.createDirectories(folder.resolve("checkout/module-info-docs/guide"));
        Files.createDirectories(guide.resolve("images"));
        Files.writeString(folder.resolve("checkout/README.md"), "# Top\n\n" + link + "\n");
        Files.writeString(
                guide.resolve("command-line.md"),
                "# Command line\n\n## Some part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        return folder.resolve("checkout");
    }

    @Test
    void guideIsRenderedAndItsLinksLeadSomewhere(@TempDir Path folder) throws IOException {
        Site.render(ROOT, folder);
        String index = Files.readString(folder.resolve("index.html"));
        assertTrue(index.contains("<h1 id=\"seminode\">"), index);
        assertTrue(index.contains("<table>"), index);
        assertTrue(index.contains("href=\"norms.html#writing-a-norm\""), index);
        assertTrue(Files.readString(folder.resolve("all-commands.html")).contains("Usage: seminode compare"));
        assertTrue(Files.readString(folder.resolve("images/modules.svg")).contains(">io.seminode.solver</text>"));
    }

    @Test
    void everyPageHasItsPlaceInTheNavigation() throws IOException {
        // The other two pages are made from the commands and the descriptors.
        assertEquals(List.of(), new Navigation(Page.written(ROOT)).unplaced());
    }

    @Test
    void aPageWithoutAPlaceIsLinkedLast(@TempDir Path folder) throws IOException {
        Path root = checkout(folder, "text");
        Files.writeString(root.resolve("module-info-docs/guide/stray.md"), "# Stray\n");
        Site.render(root, folder.resolve("site"));
        String index = Files.readString(folder.resolve("site/index.html"));
        assertTrue(index.indexOf("<a href=\"stray.html\">Stray</a>") > index.indexOf("<h2>More</h2>"), index);
        assertTrue(index.contains("<a href=\"index.html\" aria-current=\"page\">Top</a>"), index);
        assertEquals(List.of("stray"), new Navigation(Page.written(root)).unplaced());
    }

    @Test
    void linkToPartOfAPageBecomesHtml(@TempDir Path folder) throws IOException {
        Path root = checkout(folder, "[a](module-info-docs/guide/command-line.md#some-part)");
        Site.render(root, folder.resolve("site"));
        String index = Files.readString(folder.resolve("site/index.html"));
        assertTrue(index.contains("<a href=\"command-line.html#some-part\">a</a>"), index);
    }

    @Test
    void linkToAFileOfTheCheckoutBecomesText(@TempDir Path folder) throws IOException {
        Site.render(checkout(folder, "see [the folder](module-info-docs) there"), folder.resolve("site"));
        assertTrue(Files.readString(folder.resolve("site/index.html")).contains("<p>see the folder there</p>"));
    }

    @Test
    void documentsThatCommandsWroteArePages(@TempDir Path folder) throws IOException {
        Path root = checkout(folder, "[a](docs/BENCHMARKS.md)");
        Path docs = Files.createDirectories(root.resolve("docs"));
        Files.writeString(docs.resolve("BENCHMARKS.md"), "# Benchmarks\n");
        Site.render(root, folder.resolve("site"));
        assertTrue(Files.readString(folder.resolve("site/index.html")).contains("<a href=\"BENCHMARKS.html\">a</a>"));
        assertTrue(Files.readString(folder.resolve("site/BENCHMARKS.html")).contains("Benchmarks</h1>"));
    }

    @Test
    void brokenLinksAreNamed(@TempDir Path folder) throws IOException {
        for (String link : List.of(
                "docs/none.md",
                "module-info-docs/guide/none.md",
                "module-info-docs/guide/command-line.md#none",
                "none")) {
            Path root = checkout(folder, "[a](" + link + ")");
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> Site.render(root, folder.resolve("site")));
            assertTrue(e.getMessage().contains("none"), e.getMessage());
        }
    }

    @Test
    void graphLeavesOutWhatIsReachedThroughAnother() {
        ModuleDescriptor top = ModuleDescriptor.newModule("io.seminode.a")
                .requires("io.seminode.b")
                .requires("x")
                .requires("y")
                .build();
        ModuleDescriptor low =
                ModuleDescriptor.newModule("io.seminode.b").requires("x").build();
        ModuleGraph graph = new ModuleGraph(List.of(top, low));
        assertEquals(Set.of("io.seminode.b", "y"), graph.required("io.seminode.a"));
        assertEquals(Set.of("x"), graph.required("io.seminode.b"));
    }
}
