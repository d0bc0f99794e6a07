package io.seminode.data.files;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the entries of a tar archive, gzipped or not, one after the other; nothing is unpacked to the disk, and no name in
 * the archive is used as one.
 *
 * <p>Headers are not trusted: an entry that says it is larger than {@link #LARGEST_ENTRY} is an error, and so are headers
 * that go on for longer. The archive has to end as archives do, with an empty block and, if compressed, the right checksum,
 * so one that was cut short is never taken for whole.
 */
public final class TarArchive {
    /** Bytes that no file in an archive of a data set has: 64 MiB. */
    public static final long LARGEST_ENTRY = 1L << 26;

    /** Room for the headers of one entry, long names among them. */
    private static final long HEADERS = 1 << 20;

    private static final int BLOCK = 512;

    private final Path path;

    /** An archive; it is not looked at yet. */
    public TarArchive(Path path) {
        this.path = path;
    }

    /** An entry while it can be read. */
    public interface Entry {
        /** The name as in the archive: not to be used as a path. */
        String name();

        /** The size in bytes that the header tells. */
        long size();

        /** Whether it is an ordinary file, and not a folder, a link or a device. */
        boolean isFile();

        /** All of its bytes. */
        byte[] bytes() throws IOException;
    }

    /** Looks at entries. */
    @FunctionalInterface
    public interface Visitor {
        /** Looks at the next entry; it need not be read. */
        void visit(Entry entry) throws IOException;
    }

    /**
     * Visits all entries.
     *
     * <p>What a visitor makes of them is good only when this has returned: damage may show at the very end.
     *
     * @throws DataException if the archive cannot be read to its end; the message names it and the place
     */
    public void forEach(DataProgress progress, Visitor visitor) {
        try (InputFile file = InputFile.open(path, progress)) {
            try {
                visit(file, visitor);
            } catch (IOException e) {
                throw file.damaged(e);
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                // How the tar reader answers some impossible headers.
                throw file.damaged(new IOException("an impossible tar header", e));
            } catch (OutOfMemoryError e) {
                throw file.failure(
                        Reason.TOO_LARGE,
                        file.position(),
                        "the entries find no room in memory, of which Java may take "
                                + Runtime.getRuntime().maxMemory() + " bytes; give it more with -Xmx.");
            }
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, path, "cannot be closed: " + e.getMessage() + ".", e);
        }
    }

    private void visit(InputFile file, Visitor visitor) throws IOException {
        PositionStream in = file.stream();
        in.allow(HEADERS);
        TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
        long end = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            long size = entry.getSize();
            if (!entry.isCheckSumOK()) {
                throw new IOException(
                        end == 0 ? "not a tar archive" : "a damaged header of entry \"" + entry.getName() + "\"");
            }
            if (size < 0 || size > LARGEST_ENTRY) {
                throw new IOException("entry \"" + entry.getName() + "\" is said to have " + size + " bytes, expected "
                        + LARGEST_ENTRY + " at most");
            }
            end = in.position() + (size + BLOCK - 1) / BLOCK * BLOCK;
            in.allow(end - in.position() + HEADERS);
            visitor.visit(new OpenEntry(tar, entry));
            file.reportProgress();
        }
        if (end == 0) {
            throw new IOException("no entry found");
        }
        if (in.endOfNonZero() > end || in.position() < end + BLOCK) {
            throw new IOException("cut short after the last entry");
        }
        file.drain(LARGEST_ENTRY);
        file.reportProgress();
    }

    private record OpenEntry(TarArchiveInputStream tar, TarArchiveEntry entry) implements Entry {
        @Override
        public String name() {
            return entry.getName();
        }

        @Override
        public long size() {
            return entry.getSize();
        }

        @Override
        public boolean isFile() {
            return entry.isFile() && !entry.isSparse() && !entry.isLink() && !entry.isSymbolicLink();
        }

        @Override
        public byte[] bytes() throws IOException {
            byte[] bytes = tar.readNBytes((int) entry.getSize());
            if (bytes.length < entry.getSize()) {
                throw new IOException("entry \"" + name() + "\" is cut short");
            }
            return bytes;
        }
    }
}
