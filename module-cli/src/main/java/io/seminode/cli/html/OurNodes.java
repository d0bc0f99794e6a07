package io.seminode.cli.html;

import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** What a report has beside Markdown: pictures whose bytes stand in the document, and boxes around tables that scroll. */
final class OurNodes implements NodeRenderer {
    private static final String DRAWING = "svg+xml";
    private static final Map<String, String> TYPES = Map.of("svg", DRAWING, "png", "png", "gif", "gif");

    private final HtmlNodeRendererContext context;

    OurNodes(HtmlNodeRendererContext context) {
        this.context = context;
    }

    /** A picture. */
    private static final class Picture extends CustomNode {
        private final String type;
        private final byte[] bytes;
        private final String caption;

        Picture(String type, byte[] bytes, String caption) {
            this.type = type;
            this.bytes = bytes;
            this.caption = caption;
        }
    }

    /** A box around a table. */
    private static final class Wide extends CustomBlock {}

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Picture.class, Wide.class);
    }

    @Override
    public void render(Node node) {
        HtmlWriter writer = context.getWriter();
        if (node instanceof Picture picture) {
            Map<String, String> attributes = new LinkedHashMap<>();
            attributes.put("class", picture.type.equals(DRAWING) ? "plot" : "picture");
            attributes.put("alt", picture.caption);
            attributes.put(
                    "src",
                    "data:image/" + picture.type + ";base64,"
                            + Base64.getEncoder().encodeToString(picture.bytes));
            writer.tag("img", attributes);
        } else {
            writer.line();
            writer.tag("div", Map.of("class", "wide"));
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
            writer.tag("/div");
            writer.line();
        }
    }

    /** Puts them into a document, and leaves of its links those to files of the folder. */
    static final class Maker extends AbstractVisitor {
        private final FolderFiles files;
        private final Path from;

        /**
         * For the documents of a folder.
         *
         * @param files of the folder
         * @param report the file that the document becomes
         */
        Maker(FolderFiles files, Path report) {
            this.files = files;
            this.from = report.toAbsolutePath().normalize().resolveSibling("");
        }

        @Override
        public void visit(Image image) {
            String caption = image.getFirstChild() instanceof Text text ? text.getLiteral() : "";
            image.insertBefore(picture(image.getDestination(), caption));
            image.unlink();
        }

        /** A drawing rather than its pixels; of what is no picture of the folder its name. */
        private Node picture(String destination, String caption) {
            for (String name : List.of(destination.replaceFirst("\\.png$", ".svg"), destination)) {
                String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
                if (type != null && files.has(name)) {
                    return new Picture(type, files.bytes(name), caption);
                }
            }
            return new Text("[" + caption + ": \"" + destination + "\" is no picture of the run folder]");
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            Path file = files.find(link.getDestination());
            if (file != null) {
                link.setDestination(from.toUri().relativize(file.toUri()).toString());
                return;
            }
            for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
                link.insertBefore(child);
            }
            link.unlink();
        }

        @Override
        public void visit(CustomBlock block) {
            visitChildren(block);
            if (block instanceof TableBlock) {
                Wide wide = new Wide();
                block.insertBefore(wide);
                wide.appendChild(block);
            }
        }
    }
}
