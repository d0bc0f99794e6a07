package io.seminode.data.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes tar archives. */
@SuppressWarnings("exports") // tests are not for other modules
public final class TarFiles {
    private TarFiles() {}

    /** Adds entries of any kind. */
    public interface Entries {
        /** Adds them. */
        void add(TarArchiveOutputStream tar) throws IOException;
    }

    /** An archive with the given files. */
    public static byte[] tar(Map<String, byte[]> files) throws IOException {
        return tar(tar -> {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(tar, file.getKey(), file.getValue());
            }
        });
    }

    /** An archive with the given entries. */
    public static byte[] tar(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            entries.add(tar);
        }
        return bytes.toByteArray();
    }

    /** Adds a file; the name is left as it is, wherever it leads. */
    public static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Compresses. */
    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
