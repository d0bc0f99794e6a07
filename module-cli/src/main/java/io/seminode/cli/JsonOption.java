package io.seminode.cli;

import io.seminode.cli.report.RunFolder;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Results as text for people, or as one JSON document for programs; nothing else is written to standard output then. */
final class JsonOption {
    /** Its name. */
    static final String NAME = "--json";

    @Option(
            names = NAME,
            description = "Print the results as one JSON document; all else goes to standard error. Names are those of"
                    + " results.json, where there is such a file.")
    private boolean json;

    /** For picocli. */
    JsonOption() {}

    /**
     * Prints results.
     *
     * @param out standard output
     * @param document what Jackson makes an object of
     * @param text writes the same for people
     */
    void print(PrintWriter out, Supplier<?> document, Consumer<PrintWriter> text) {
        print(out, document, Map.of(), text);
    }

    /**
     * Prints results.
     *
     * @param out standard output
     * @param document what Jackson makes an object of
     * @param more what stands in the document as well
     * @param text writes the same for people
     */
    void print(PrintWriter out, Supplier<?> document, Map<String, String> more, Consumer<PrintWriter> text) {
        if (json) {
            out.println(RunFolder.toJsonText(document.get(), more));
        } else {
            text.accept(out);
        }
        out.flush();
    }
}
