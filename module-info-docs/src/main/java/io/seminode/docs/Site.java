package io.seminode.docs;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The static site: README and guide, the commands as they describe themselves, and a picture of the modules. */
public final class Site {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Pattern TARGET = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern ANCHOR = Pattern.compile("id=\"([^\"]+)\"");
    private static final String STYLE = """
            :root { color-scheme: light dark; --soft: #f4f4f4; --line: #ccc; }
            @media (prefers-color-scheme: dark) { :root { --soft: #262626; --line: #555; } img { background: #fff; } }
            body { font-family: sans-serif; line-height: 1.5; margin: 0 auto; max-width: 76rem; display: flex; gap: 2rem; padding: 1rem; }
            nav { flex: 0 0 14rem; font-size: .9rem; } nav a { display: block; padding: .1rem 0; text-decoration: none; }
            nav a[aria-current] { font-weight: bold; } nav h2 { font-size: 1em; margin: 1rem 0 .2rem; }
            main { min-width: 0; flex: 1; } @media (max-width: 50rem) { body { flex-direction: column-reverse; } }
            pre { background: var(--soft); padding: .7rem; overflow-x: auto; } table { border-collapse: collapse; display: block; overflow-x: auto; }
            td, th { border: 1px solid var(--line); padding: .2rem .5rem; } td[align=right] { white-space: nowrap; } img { max-width: 100%; }
            @media print { nav { display: none; } }
            """;

    private final Path root;
    private final List<Page> pages;
    private final Navigation navigation;
    private final Set<String> broken = new TreeSet<>();
    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();

    private Site(Path root, List<Page> pages) {
        this.root = root;
        this.pages = pages;
        this.navigation = new Navigation(pages);
    }

    /** Renders the site of the checkout in folder {@code args[0]} into folder {@code args[1]}. */
    public static void main(String[] args) throws IOException {
        render(Path.of(args[0]), Path.of(args[1]));
    }

    /**
     * Renders the site.
     *
     * @throws IllegalStateException if a link leads nowhere; the message names all such links
     */
    static void render(Path root, Path output) throws IOException {
        List<Page> pages = new ArrayList<>(Page.written(root));
        pages.add(CommandReference.page());
        pages.add(Page.of(
                "modules.html",
                "# Modules\n\nWhat each module requires, drawn from the descriptors."
                        + " What it has through another one of ours is not drawn twice.\n\n"
                        + "![Modules and what they require](images/modules.svg)\n"));
        new Site(root, pages).write(output);
    }

    private void write(Path output) throws IOException {
        Path images = Files.createDirectories(output.resolve("images"));
        Files.writeString(images.resolve("modules.svg"), new ModuleGraph(descriptors()).toSvg());
        try (Stream<Path> files = Files.list(root.resolve("module-info-docs/guide/images"))) {
            for (Path file : files.toList()) {
                Files.write(images.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
        for (Page page : pages) {
            Files.writeString(output.resolve(page.file()), html(page));
        }
        findBrokenLinks(output);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("Links that lead nowhere: " + String.join(", ", broken) + ".");
        }
    }

    private static List<ModuleDescriptor> descriptors() {
        return ModuleLayer.boot().modules().stream().map(Module::getDescriptor).toList();
    }

    private String html(Page page) {
        Node document = parser.parse(page.markdown());
        document.accept(new Relinker(root.resolve(page.folder()), page.file(), broken));
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title><style>
                %s</style></head><body><nav>
                %s</nav><main>
                %s</main></body></html>
                """.formatted(page.title(), STYLE, navigation.toHtml(page), renderer.render(document));
    }

    /** Relative links that lead to no file of the site, or to no heading of one. */
    private void findBrokenLinks(Path output) throws IOException {
        for (Page page : pages) {
            Matcher target = TARGET.matcher(Files.readString(output.resolve(page.file())));
            while (target.find()) {
                String link = target.group(1);
                if (!link.contains(":") && !leadsSomewhere(link, page, output)) {
                    broken.add(page.file() + " -> " + link);
                }
            }
        }
    }

    private static boolean leadsSomewhere(String link, Page page, Path output) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : hash == 0 ? page.file() : link.substring(0, hash);
        Path target = output.resolve(file);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || ANCHOR.matcher(Files.readString(target))
                        .results()
                        .anyMatch(anchor -> anchor.group(1).equals(link.substring(hash + 1)));
    }

    /**
     * Links of the checkout become links of the site, where all pages lie side by side. Those to other files of the checkout
     * become plain text, for the site does not have them; they must lead somewhere all the same.
     */
    private static final class Relinker extends AbstractVisitor {
        private final Path folder;
        private final String page;
        private final Set<String> broken;

        Relinker(Path folder, String page, Set<String> broken) {
            this.folder = folder;
            this.page = page;
            this.broken = broken;
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            String destination = link.getDestination();
            if (destination.contains(":") || destination.startsWith("#")) {
                return;
            }
            String onSite = onSite(destination);
            if (onSite.contains(".html")) {
                link.setDestination(onSite);
                return;
            }
            if (!Files.exists(folder.resolve(destination))) {
                broken.add(page + " -> " + destination);
            }
            while (link.getFirstChild() != null) {
                link.insertBefore(link.getFirstChild());
            }
            link.unlink();
        }

        @Override
        public void visit(Image image) {
            image.setDestination(onSite(image.getDestination()));
            visitChildren(image);
        }

        private static String onSite(String destination) {
            return destination
                    .replaceFirst("^(\\.\\./)*(module-info-docs/guide/?|docs/)?", "")
                    .replaceFirst("^README\\.md|^$", "index.html")
                    .replaceFirst("\\.md(?=#|$)", ".html");
        }
    }
}
