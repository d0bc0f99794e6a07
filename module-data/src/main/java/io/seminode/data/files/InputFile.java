package io.seminode.data.files;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file being read from its start, unpacked on the way if it is compressed with gzip, as its first bytes say.
 *
 * <p>Errors name the file and the place: in the unpacked bytes, if it is compressed.
 */
public final class InputFile implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int PROGRESS_BYTES = 1 << 22;

    /** Bytes that deflate makes of one at most. */
    private static final long LARGEST_RATIO = 1032;

    /** Bytes are collected in pieces and then put together. */
    private static final long COPIES = 2;

    private final Path path;
    private final long size;
    private final boolean isCompressed;
    private final PositionStream packed;
    private final PositionStream unpacked;
    private final DataProgress progress;
    private long reported = -PROGRESS_BYTES;

    private InputFile(Path path, DataProgress progress) throws IOException {
        this.path = path;
        this.progress = progress;
        this.size = Files.size(path);
        this.packed = new PositionStream(Files.newInputStream(path));
        try {
            BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER);
            buffered.mark(2);
            this.isCompressed = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            this.unpacked = new PositionStream(
                    isCompressed ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER) : buffered);
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @throws DataException if it is not there, cannot be read, or only begins like a compressed file
     */
    public static InputFile open(Path path, DataProgress progress) {
        if (!Files.exists(path)) {
            throw new DataException(Reason.MISSING, path, "no such file.");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(Reason.WRONG_FORMAT, path, "not a file.");
        }
        try {
            return new InputFile(path, progress);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new DataException(Reason.DAMAGED, path, 0, "a broken gzip header; get the file anew.", e);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, path, "cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The unpacked bytes. */
    PositionStream stream() {
        return unpacked;
    }

    /** Tells now and then how far the file has been read. */
    void reportProgress() {
        long done = packed.position();
        if (done - reported >= PROGRESS_BYTES || (done == size && reported != size)) {
            reported = done;
            progress.update("Reading " + path.getFileName(), done, size);
        }
    }

    /** The place that is read next. */
    public long position() {
        return unpacked.position();
    }

    /**
     * Reads four bytes as an integer, the largest first.
     *
     * @param what they are, for errors
     */
    public int readInt(String what) {
        return ByteBuffer.wrap(readBytes(Integer.BYTES, what)).getInt();
    }

    /**
     * Reads bytes.
     *
     * @param count how many; memory is taken as they come, so that a wrong count does no harm
     * @param what they are, for errors
     * @throws DataException if the file ends before, cannot hold as many, or is damaged, or if they find no room in memory
     */
    public byte[] readBytes(int count, String what) {
        long start = position();
        requireRoom(start, count, what);
        try {
            byte[] bytes = unpacked.readNBytes(count);
            if (bytes.length < count) {
                throw failure(
                        Reason.DAMAGED,
                        position(),
                        "the file ends after " + bytes.length + " of " + count + " bytes of " + what
                                + ", which begin at byte " + start + "; get the file anew.");
            }
            reportProgress();
            return bytes;
        } catch (IOException e) {
            throw damaged(e);
        } catch (OutOfMemoryError e) {
            throw noRoom(start, count, what);
        }
    }

    /** Sizes are said by the file: before memory is taken they are compared with what can be in it. */
    private void requireRoom(long start, int count, String what) {
        long most = isCompressed ? Math.multiplyExact(size, LARGEST_RATIO) : size;
        if (count > most - start) {
            throw failure(
                    Reason.DAMAGED,
                    start,
                    count + " bytes of " + what + " expected, but a file of " + size + " bytes can't hold them; get the"
                            + " file anew.");
        }
        if (COPIES * count > Runtime.getRuntime().maxMemory()) {
            throw noRoom(start, count, what);
        }
    }

    private DataException noRoom(long start, int count, String what) {
        return failure(
                Reason.TOO_LARGE,
                start,
                count + " bytes of " + what + " found, more than there is memory for: Java may take "
                        + Runtime.getRuntime().maxMemory() + " bytes, and reading needs " + COPIES * count
                        + "; give it more with -Xmx.");
    }

    /**
     * Makes sure that the file has been read to its end.
     *
     * @throws DataException if there is more, or if the checksum of a compressed file is wrong
     */
    public void requireEnd() {
        long end = position();
        try {
            if (unpacked.read() >= 0) {
                throw failure(Reason.DAMAGED, end, "more bytes found, expected the end of the file.");
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** An error at a place in this file. */
    public DataException failure(Reason reason, long offset, String problem) {
        return new DataException(reason, path, offset, problem);
    }

    /** What went wrong while reading, as an error that names file and place. */
    DataException damaged(IOException e) {
        return new DataException(
                Reason.DAMAGED,
                path,
                unpacked.position(),
                (e.getMessage() == null ? "damaged" : e.getMessage()) + "; get the file anew.",
                e);
    }

    /**
     * Reads on to the end, where a compressed file has its checksum.
     *
     * @param most bytes that may still come
     * @throws IOException if there are more, or the file is damaged
     */
    void drain(long most) throws IOException {
        unpacked.allow(most);
        InputStream in = unpacked;
        byte[] buffer = new byte[BUFFER];
        while (in.read(buffer) >= 0) {
            // What follows the last entry means nothing.
        }
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }
}
