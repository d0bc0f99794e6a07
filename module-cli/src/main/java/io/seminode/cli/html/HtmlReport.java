package io.seminode.cli.html;

import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Several runs in one HTML file that needs nothing else: pictures are in it, and there are no scripts. It is legible on wide
 * and narrow screens, dark or light as the reader's system has it, and in print.
 *
 * <p>A run folder is data, perhaps from another machine. Whatever it says is shown as text: markup in it is escaped, pictures,
 * SVG too, are shown as images, in which nothing runs, and only files of the folder are shown or linked to. The page asks the
 * browser to forbid all else.
 */
public final class HtmlReport {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .nodeRendererFactory(OurNodes::new)
            .build();
    private final Path file;

    private HtmlReport(Path file) {
        this.file = file;
    }

    /**
     * Makes the report.
     *
     * @param folders of the runs
     * @param file that it becomes: links go from there
     * @return the HTML document
     * @throws CommandException if there is no run in one of them
     */
    public static String of(List<Path> folders, Path file) {
        return new HtmlReport(file).document(folders);
    }

    private String document(List<Path> folders) {
        List<RunPage> pages =
                folders.stream().map(RunPage::of).flatMap(List::stream).toList();
        StringBuilder contents = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            RunPage page = pages.get(i);
            String id = "run" + (i + 1);
            contents.append("<a href=\"#%s\">%s</a>%n".formatted(id, escaped(page.title())));
            String heading = pages.size() == 1 ? "" : "<h2>%s</h2>%n".formatted(escaped(page.title()));
            body.append("<section id=\"%s\">%n%s<p class=\"place\">%s</p>%n"
                    .formatted(id, heading, escaped(page.path().toString())));
            body.append(html(page));
            if (!page.log().isEmpty()) {
                body.append("<h3>Log</h3>%n<details><summary>Show</summary><pre>%s</pre></details>%n"
                        .formatted(escaped(page.log())));
            }
            body.append("</section>\n");
        }
        String title = pages.size() == 1 ? pages.get(0).title() : pages.size() + " runs";
        Map<String, String> parts = Map.of(
                "title", escaped(title),
                "contents", pages.size() == 1 ? "" : contents.toString(),
                "body", body.toString());
        return PLACE.matcher(template())
                .replaceAll(found -> Matcher.quoteReplacement(parts.getOrDefault(found.group(1), "")));
    }

    private String html(RunPage page) {
        Node document = parser.parse(page.markdown());
        document.accept(new OurNodes.Maker(page.files(), file));
        return renderer.render(document);
    }

    private static String template() {
        try (InputStream file = HtmlReport.class.getResourceAsStream("report.html")) {
            if (file == null) {
                throw new IllegalStateException("Found no report.html in this module.");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
