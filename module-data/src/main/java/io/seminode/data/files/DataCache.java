package io.seminode.data.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what took long to compute. Each thing has a key, a text with everything that it depends on: other settings are
 * another key.
 *
 * <p>Files are written whole or not at all, and checked when they are read: key and checksum. What is damaged is computed
 * again, and so is what cannot be written; a cache never makes a program fail.
 */
public final class DataCache {
    private static final Logger LOG = LoggerFactory.getLogger(DataCache.class);
    private static final byte[] MAGIC = "seminode cache 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 16;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private final @Nullable Path folder;

    private DataCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Keeps things in a folder, which is made when there is something to keep. */
    public static DataCache in(Path folder) {
        return new DataCache(folder);
    }

    /** Keeps nothing. */
    public static DataCache none() {
        return new DataCache(null);
    }

    /**
     * How a thing is stored.
     *
     * @param <T> the thing
     */
    public interface Codec<T> {
        /** Writes it. */
        void write(T value, DataOutputStream out) throws IOException;

        /** Reads what was written; the bytes are known to be those. */
        T read(DataInputStream in) throws IOException;
    }

    /**
     * What is kept under a key; if there is nothing, computes and keeps it.
     *
     * @param name begins the file's name: letters, digits and hyphens
     * @param key everything that the value depends on
     */
    public <T> T get(String name, String key, Codec<T> codec, Supplier<T> compute) {
        if (folder == null) {
            return compute.get();
        }
        Path file = file(folder, name, key);
        if (Files.isRegularFile(file)) {
            try {
                return read(file, key, codec);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} is damaged and is made anew: {}", file, e.getMessage());
            }
        }
        T value = compute.get();
        try {
            Files.createDirectories(folder);
            AtomicFiles.write(file, temporary -> write(temporary, key, codec, value));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the next start computes it again: {}", file, e.toString());
        }
        return value;
    }

    private static Path file(Path folder, String name, String key) {
        byte[] digest = Checksum.Algorithm.SHA256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(name + "-" + HexFormat.of().formatHex(digest, 0, 8) + ".bin");
    }

    private static <T> void write(Path file, String key, Codec<T> codec, T value) throws IOException {
        CRC32C checksum = new CRC32C();
        try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            DataOutputStream out = new DataOutputStream(new CheckedOutputStream(plain, checksum));
            out.write(MAGIC);
            byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
            out.writeInt(keyBytes.length);
            out.write(keyBytes);
            codec.write(value, out);
            out.flush();
            new DataOutputStream(plain).writeLong(checksum.getValue());
        }
    }

    /** Reads the file twice, the first time for its checksum: a codec should not have to mistrust what it reads. */
    private static <T> T read(Path file, String key, Codec<T> codec) throws IOException {
        requireChecksum(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException("not a cache file of this version");
            }
            String stored = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            if (!stored.equals(key)) {
                throw new IOException("has another key");
            }
            return codec.read(in);
        }
    }

    private static void requireChecksum(Path file) throws IOException {
        long content = Files.size(file) - CHECKSUM_BYTES;
        CRC32C checksum = new CRC32C();
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            CheckedInputStream checked = new CheckedInputStream(plain, checksum);
            byte[] buffer = new byte[BUFFER];
            for (long left = content; left > 0; ) {
                int read = checked.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("cut short");
                }
                left -= read;
            }
            if (content < 0 || new DataInputStream(plain).readLong() != checksum.getValue()) {
                throw new IOException("wrong checksum");
            }
        }
    }
}
