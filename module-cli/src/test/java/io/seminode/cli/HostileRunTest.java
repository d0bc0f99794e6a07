package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run folder that somebody made who means harm: it shows what is there, and nothing more happens. */
final class HostileRunTest {
    private static final String MARK = "ran";
    private static final String CODE = "document.documentElement.setAttribute('data-" + MARK + "', 'x')";
    private static final String SCRIPT = "<script>" + CODE + "</script>";
    private static final String SECRET = "root:x:0:0";
    private static final Pattern TAG = Pattern.compile("<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>");
    private static final Set<String> TAGS = Set.of(
            "a", "body", "code", "details", "div", "em", "h1", "h2", "h3", "head", "html", "img", "li", "meta", "nav",
            "p", "pre", "section", "strong", "style", "summary", "table", "tbody", "td", "th", "thead", "title", "tr",
            "ul");
    private static final List<Path> BROWSERS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    @TempDir
    private Path temporary;

    private Path run;

    @BeforeEach
    void makeTheRun() throws IOException {
        run = Files.createDirectory(temporary.resolve("run"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(run.resolve(name), text);
    }

    /** Code in every place that a run folder has for text, and pictures that ask a server for more. */
    private void fill(String server) throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret.svg"), "<svg>" + SECRET + "</svg>");
        String quoted = SCRIPT.replace("'", "\\u0027");
        write(
                "settings.json",
                "{\"problem\": \"</title>" + quoted + "{{body}}\", \"norm\": \"a|b`" + quoted
                        + "\", \"options\": {\"<img src=x onerror=" + CODE + ">\": \"![p](secret.svg)\"}}");
        write(
                "environment.json",
                "{\"commandLine\": [\"train\", \"</td>" + quoted + "\", \"[x](javascript:" + CODE + ")\"]}");
        write("history.csv", "epoch," + SCRIPT + "\n1,</td>" + SCRIPT + "\n2,\"![p](/etc/passwd)\"\n");
        write("log.txt", "</pre>" + SCRIPT);
        write(
                "results.md",
                "# Title\n\n" + SCRIPT + "\n\ntext " + SCRIPT + " and ![p](/etc/passwd) ![p](../secret.svg) ![p](<"
                        + secret + ">)\n![p](linked.svg) ![p](" + server + "/picture.png)\n\n<iframe src=\"" + server
                        + "/frame\"></iframe>\n\n[code](javascript:" + CODE
                        + ") [passwd](/etc/passwd) [up](../secret.svg)"
                        + " [far](" + server + "/link) [near](history.csv) [linked](linked.svg) <" + server
                        + "/auto>\n\n"
                        + "| a |\n|---|\n| <b onclick=" + CODE + ">x</b> |\n");
        write(
                "loss.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" onload=\"top." + CODE
                        + "\"><script>top."
                        + CODE + "</script><style>@import url(" + server + "/style.css);</style><image href=\"" + server
                        + "/image.png\" width=\"9\" height=\"9\"/><foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\""
                        + " src=\"" + server + "/inner\"/></foreignObject></svg>");
        write("a](x)<b>.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        Files.createSymbolicLink(run.resolve("linked.svg"), secret);
    }

    private String report() throws IOException {
        MainTest.Execution execution = MainTest.run("report", run.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        return Files.readString(run.resolve("report.html"));
    }

    @Test
    void whatARunFolderSaysIsTextAndNoMore() throws IOException {
        fill("http://127.0.0.1:1");
        String html = report();
        for (MatchResult tag : TAG.matcher(html).results().toList()) {
            assertTrue(TAGS.contains(tag.group(1)), tag.group());
            assertFalse(tag.group(2).matches("(?is).*\\s(on[a-z]+|style|srcdoc)\\s*=.*"), tag.group());
        }
        List<String> addresses = Pattern.compile("(?:href|src)=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .filter(address -> !address.startsWith("data:image/"))
                .toList();
        assertEquals(List.of("history.csv"), addresses, "the one link to a file of the folder");
        assertFalse(html.contains(SECRET));
        Pattern.compile("base64,([^\"]*)")
                .matcher(html)
                .results()
                .forEach(found ->
                        assertFalse(new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8)
                                .contains(SECRET)));
        assertTrue(
                html.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"));
        assertTrue(html.contains("&lt;script&gt;"), "it is shown");
        assertTrue(html.contains("![p](secret.svg)"), "as it is");
        assertTrue(html.contains("a|b`&lt;script&gt;"), "as it is");
    }

    @Test
    void filesThatAreLinksOutOfTheFolderAreNotRead() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "{\"a\": \"" + SECRET + "\"}");
        write("settings.json", "{}");
        for (String name : List.of("environment.json", "results.md", "history.csv", "log.txt", "grid.yaml")) {
            Files.createSymbolicLink(run.resolve(name), secret);
        }
        assertFalse(report().contains(SECRET));
    }

    /** What a browser makes of it; that the same code in a page of its own does run shows that the test would see it. */
    @Test
    void nothingRunsAndNothingIsLoadedInABrowser() throws IOException, InterruptedException {
        Path browser = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(browser != null, "no Chromium here");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort();
            fill(address);
            report();
            AtomicInteger asked = new AtomicInteger();
            Thread counting = new Thread(() -> count(server, asked));
            counting.start();
            assertFalse(hasRun(opened(browser, run.resolve("report.html"))));
            assertEquals(0, asked.get(), "requests");

            Path careless = temporary.resolve("careless.html");
            Files.writeString(careless, "<html><body>" + SCRIPT + "<img src=\"" + address + "/x.png\"></body></html>");
            assertTrue(hasRun(opened(browser, careless)));
            assertTrue(asked.get() > 0, "requests");
        }
    }

    private static boolean hasRun(String document) {
        return Pattern.compile("<html[^>]*data-" + MARK).matcher(document).find();
    }

    private static void count(ServerSocket server, AtomicInteger asked) {
        try {
            while (true) {
                server.accept().close();
                asked.incrementAndGet();
            }
        } catch (IOException closed) {
            // As it is in the end.
        }
    }

    /** The document as it is after its scripts. */
    private String opened(Path browser, Path page) throws IOException, InterruptedException {
        Path document = temporary.resolve("document");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + Files.createTempDirectory(temporary, "browser"),
                        "--timeout=5000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(document.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser does not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(document);
        assertTrue(text.contains("</html>"), text);
        return text;
    }
}
