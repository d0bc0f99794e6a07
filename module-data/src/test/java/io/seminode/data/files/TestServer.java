package io.seminode.data.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server with one file that breaks off, refuses or forgets what it was asked for, as told. */
final class TestServer implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] file;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    /** Bytes of the file after which a connection breaks off. */
    volatile int breakAfter = Integer.MAX_VALUE;
    /** Whether a range that is asked for is heeded. */
    volatile boolean knowsRanges = true;
    /** Answered to every request if it is not 0. */
    volatile int refusal;

    TestServer(byte[] file) throws IOException {
        this.file = file;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI address() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/file");
    }

    /** For each request the range that it asked for, or "all". */
    List<String> ranges() {
        return ranges;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException closedOrBrokenOff) {
                // The next one.
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        int from = rangeStart(
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII)));
        OutputStream out = connection.getOutputStream();
        if (refusal != 0) {
            out.write(header("HTTP/1.1 " + refusal + " No", "Content-Length: 0"));
            return;
        }
        if (!knowsRanges) {
            from = 0;
        }
        if (from > 0 && from >= file.length) {
            out.write(header("HTTP/1.1 416 No", "Content-Length: 0"));
            return;
        }
        out.write(
                from == 0
                        ? header("HTTP/1.1 200 OK", "Content-Length: " + file.length)
                        : header(
                                "HTTP/1.1 206 Partial Content",
                                "Content-Length: " + (file.length - from),
                                "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length));
        out.write(file, from, Math.min(file.length - from, breakAfter));
    }

    private int rangeStart(BufferedReader request) throws IOException {
        String range = "all";
        for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
            if (line.startsWith("Range: bytes=")) {
                range = line.substring("Range: bytes=".length());
            }
        }
        ranges.add(range);
        return range.equals("all") ? 0 : Integer.parseInt(range.replace("-", ""));
    }

    private static byte[] header(String... lines) {
        return (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
