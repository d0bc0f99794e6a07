package io.seminode.cli.html;

import io.seminode.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Several runs in one HTML file that needs nothing else: plots are inline, and there are no scripts. It is legible on wide and
 * narrow screens, dark or light as the reader's system has it, and in print.
 */
public final class HtmlReport {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private int plots;

    private HtmlReport() {}

    /**
     * Makes the report.
     *
     * @param folders of the runs
     * @return the HTML document
     * @throws CommandException if there is no run in one of them
     */
    public static String of(List<Path> folders) {
        return new HtmlReport().document(folders);
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
        return template()
                .replace("{{title}}", escaped(title))
                .replace("{{contents}}", pages.size() == 1 ? "" : contents)
                .replace("{{body}}", body);
    }

    private String html(RunPage page) {
        Node document = parser.parse(page.markdown());
        document.accept(new Inliner(page.path()));
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
                .replace("\"", "&quot;");
    }

    /** Puts pictures into the document, and wide tables into boxes that scroll. */
    private final class Inliner extends AbstractVisitor {
        private final Path folder;

        Inliner(Path folder) {
            this.folder = folder;
        }

        @Override
        public void visit(Image image) {
            String caption = image.getFirstChild() instanceof Text text ? text.getLiteral() : "";
            image.insertBefore(html(picture(image.getDestination(), caption)));
            image.unlink();
        }

        @Override
        public void visit(CustomBlock block) {
            if (block instanceof TableBlock) {
                block.insertBefore(block("<div class=\"wide\">"));
                block.insertAfter(block("</div>"));
            }
        }

        private String picture(String destination, String caption) {
            Path file = folder.resolve(destination);
            Path drawn = folder.resolve(destination.replaceFirst("\\.png$", ".svg"));
            String label = " role=\"img\" aria-label=\"" + escaped(caption) + "\"";
            if (drawn.toString().endsWith(".svg") && Files.isRegularFile(drawn)) {
                return "<span class=\"plot\"" + label + ">" + svg(text(drawn)) + "</span>";
            }
            String type = destination.endsWith(".gif") ? "gif" : "png";
            String data = Base64.getEncoder().encodeToString(bytes(file));
            return "<img alt=\"%s\" src=\"data:image/%s;base64,%s\">".formatted(escaped(caption), type, data);
        }

        /** Without what only a file needs, scalable, and with names that no other plot has. */
        private String svg(String text) {
            plots++;
            String mark = "p" + plots + "-";
            String element = text.substring(text.indexOf("<svg"));
            int end = element.indexOf('>');
            String begin = element.substring(0, end).replaceAll("\\s(width|height|x|y)=\"[^\"]*\"", "");
            return (begin + element.substring(end))
                    .replaceAll("id=\"([^\"]+)\"", "id=\"" + mark + "$1\"")
                    .replaceAll("url\\(#([^)]+)\\)", "url(#" + mark + "$1)")
                    .strip();
        }

        private String text(Path file) {
            return new String(bytes(file), StandardCharsets.UTF_8);
        }

        private byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw CommandException.failed(
                        "Can't read " + file + " (" + e.getClass().getSimpleName() + ").");
            }
        }

        private Node html(String literal) {
            HtmlInline inline = new HtmlInline();
            inline.setLiteral(literal);
            return inline;
        }

        private Node block(String literal) {
            HtmlBlock block = new HtmlBlock();
            block.setLiteral(literal);
            return block;
        }
    }
}
