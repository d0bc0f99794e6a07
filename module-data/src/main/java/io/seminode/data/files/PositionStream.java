package io.seminode.data.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Knows how far it has been read, and does not let itself be read further than it was told. */
final class PositionStream extends FilterInputStream {
    private long position;
    private long end = Long.MAX_VALUE;

    PositionStream(InputStream in) {
        super(in);
    }

    /** Bytes read or skipped so far. */
    long position() {
        return position;
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
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        requireAllowed();
        int read = super.read(buffer, offset, (int) Math.min(length, end - position));
        if (read > 0) {
            position += read;
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        requireAllowed();
        long skipped = super.skip(Math.min(bytes, end - position));
        position += skipped;
        return skipped;
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
