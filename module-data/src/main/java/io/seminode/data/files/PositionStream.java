package io.seminode.data.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Knows how far it has been read, and does not let itself be read further than it was told. */
final class PositionStream extends FilterInputStream {
    private static final int SKIP_BUFFER = 1 << 16;

    private long position;
    private long lastNonZero;
    private long end = Long.MAX_VALUE;

    PositionStream(InputStream in) {
        super(in);
    }

    /** Bytes read or skipped so far. */
    long position() {
        return position;
    }

    /** Behind the last byte read that was not zero. */
    long endOfNonZero() {
        return lastNonZero;
    }

    /** From here on at most so many bytes; more is an error. */
    void allow(long bytes) {
        end = position + bytes;
    }

    @Override
    public int read() throws IOException {
        requireAllowed();
        int read = super.read();
        if (read >= 0) {
            position++;
        }
        if (read > 0) {
            lastNonZero = position;
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        requireAllowed();
        int read = super.read(buffer, offset, (int) Math.min(length, end - position));
        for (int i = read - 1; i >= 0; i--) {
            if (buffer[offset + i] != 0) {
                lastNonZero = position + i + 1;
                break;
            }
        }
        position += Math.max(read, 0);
        return read;
    }

    /** Reads: what is skipped may matter to {@link #endOfNonZero}. */
    @Override
    public long skip(long bytes) throws IOException {
        return Math.max(0, read(new byte[(int) Math.max(0, Math.min(bytes, SKIP_BUFFER))]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void requireAllowed() throws IOException {
        if (position >= end) {
            throw new IOException("more data than there can be");
        }
    }
}
