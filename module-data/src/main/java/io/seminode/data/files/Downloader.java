package io.seminode.data.files;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads files over HTTP, from where an earlier attempt stopped, and checks them.
 *
 * <p>What has arrived lies in {@code NAME.part} beside the place of the file, which comes to be only when the file is
 * complete and its checksum right. A transfer that breaks off is taken up again; if it breaks off too often, or the process
 * ends, the next call goes on. A complete file that has the wrong checksum is thrown away, and gotten once more if it was put
 * together from several transfers.
 */
public final class Downloader {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
    private static final int BUFFER = 1 << 16;
    private static final int PARTIAL = HttpURLConnection.HTTP_PARTIAL;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int BAD_REQUEST = 400;

    private final int attempts;
    private final Duration pause;
    private final Duration timeout;

    /** With four attempts at each address, some seconds apart. */
    public Downloader() {
        this(4, Duration.ofSeconds(2), Duration.ofSeconds(60));
    }

    /**
     * A downloader.
     *
     * @param attempts at each address that bring nothing new before it is given up
     * @param pause before an attempt is repeated, doubled every time
     * @param timeout for the connection, and for the next bytes of a transfer
     */
    public Downloader(int attempts, Duration pause, Duration timeout) {
        if (attempts < 1) {
            throw new IllegalArgumentException(attempts + " attempts found, expected 1 or more.");
        }
        this.attempts = attempts;
        this.pause = pause;
        this.timeout = timeout;
    }

    /**
     * Downloads a file, unless it is there already with the right checksum.
     *
     * @param folder is made if it is not there
     * @param progress may end the download by throwing; what has arrived is kept
     * @return where the file is
     * @throws DataException if no address delivers, or what they deliver has the wrong checksum
     */
    public Path fetch(RemoteFile file, Path folder, DataProgress progress) {
        Path place = folder.resolve(file.name());
        Path part = folder.resolve(file.name() + ".part");
        try {
            Files.createDirectories(folder);
            if (Files.isRegularFile(place)) {
                FileDigest.require(place, file.checksum(), progress);
                return place;
            }
            boolean inOneGo = !Files.exists(part);
            transfer(file, part, progress);
            if (!inOneGo && !FileDigest.matches(part, file.checksum(), progress)) {
                // The beginning may be of another file, or damaged.
                Files.delete(part);
                transfer(file, part, progress);
            }
            requireRight(file, part, progress);
            AtomicFiles.move(part, place);
            return place;
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, place, "cannot be written: " + e + ".", e);
        }
    }

    private static void requireRight(RemoteFile file, Path part, DataProgress progress) throws IOException {
        try {
            FileDigest.require(part, file.checksum(), progress);
        } catch (DataException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** Gets what is missing, from the first address that delivers. */
    private void transfer(RemoteFile file, Path part, DataProgress progress) throws IOException {
        List<URI> addresses = file.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            try {
                transferFrom(addresses.get(i), file, part, progress);
                return;
            } catch (DataException e) {
                if (i == addresses.size() - 1) {
                    throw e;
                }
                LOG.warn("{}; trying {}", e.getMessage(), addresses.get(i + 1));
            }
        }
    }

    private void transferFrom(URI address, RemoteFile file, Path part, DataProgress progress) throws IOException {
        int failures = 0;
        while (true) {
            long before = sizeOf(part);
            try {
                if (attempt(address, file, part, progress)) {
                    return;
                }
                throw new IOException("the transfer ended early");
            } catch (IOException e) {
                failures = sizeOf(part) > before ? 1 : failures + 1;
                if (failures >= attempts || e instanceof RefusedException) {
                    throw new DataException(
                            Reason.UNREACHABLE,
                            address,
                            cause(e) + ", " + sizeOf(part) + " of " + file.size()
                                    + " bytes are there; the same command goes on from them.",
                            e);
                }
                sleep(failures);
            }
        }
    }

    /** Another attempt would end the same way. */
    private static final class RefusedException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        RefusedException(String problem) {
            super(problem);
        }
    }

    /** One request; whether the file is complete then. */
    /** In words: of many of Java's exceptions the message alone is the name of a host, or nothing. */
    private static String cause(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host " + e.getMessage()
                    + " is not known; is there a network, or a proxy that -Dhttps.proxyHost should name";
        }
        boolean isOurs = e instanceof RefusedException || e.getClass() == IOException.class;
        return isOurs && e.getMessage() != null
                ? e.getMessage()
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    private boolean attempt(URI address, RemoteFile file, Path part, DataProgress progress) throws IOException {
        long have = sizeOf(part);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setRequestProperty("Accept-Encoding", "identity");
            if (have > 0) {
                connection.setRequestProperty("Range", "bytes=" + have + "-");
            }
            int status = connection.getResponseCode();
            if (status == RANGE_NOT_SATISFIABLE) {
                if (have == file.size()) {
                    return true;
                }
                Files.deleteIfExists(part); // more than the whole file: of another one
                return false;
            }
            if (status >= BAD_REQUEST) {
                throw new RefusedException("the server answers with status " + status);
            }
            boolean goesOn = status == PARTIAL && startsAt(connection, have);
            try (InputStream in = connection.getInputStream()) {
                return receive(in, part, goesOn ? have : 0, connection.getContentLengthLong(), file, progress);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static boolean startsAt(HttpURLConnection connection, long offset) {
        String range = connection.getHeaderField("Content-Range");
        return range != null && range.startsWith("bytes " + offset + "-");
    }

    private static boolean receive(
            InputStream in, Path part, long from, long announced, RemoteFile file, DataProgress progress)
            throws IOException {
        long done = from;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            channel.truncate(from);
            channel.position(from);
            byte[] buffer = new byte[BUFFER];
            progress.update("Downloading " + file.name(), done, file.size());
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                done += read;
                if (done > file.size()) {
                    throw new DataException(
                            Reason.WRONG_CHECKSUM,
                            file.addresses().get(0),
                            "more than the expected " + file.size() + " bytes arrived; the address has another file.");
                }
                write(out, buffer, read, part);
                progress.update("Downloading " + file.name(), done, file.size());
            }
        }
        return announced < 0 ? done == file.size() : done == from + announced;
    }

    /** A full disk is not the server's fault, and another attempt would not help. */
    private static void write(OutputStream out, byte[] buffer, int length, Path part) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, part, "cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private void sleep(int failures) throws RefusedException {
        try {
            Thread.sleep(pause.toMillis() << Math.min(failures - 1, 6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }
}
