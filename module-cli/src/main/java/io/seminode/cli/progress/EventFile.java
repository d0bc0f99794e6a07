package io.seminode.cli.progress;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * A file of TensorBoard: events as TFRecords.
 *
 * <p>A record is its length (8 bytes), a checksum of these, its bytes, a checksum of these (4 bytes each), all little-endian.
 * The checksums are CRC-32C, rotated and shifted so that a record can itself be part of one.
 *
 * <p>Source: {@code tensorflow/core/lib/io/record_writer.cc} and {@code tensorflow/core/util/event.proto}.
 */
final class EventFile implements AutoCloseable {
    private static final String VERSION = "brain.Event:2";
    private static final int MASK = 0xa282ead8;
    private static final int ROTATION = 15;

    private final DataOutputStream out;

    /** Makes a file, with a name by which TensorBoard knows it, in a folder that is made if need be. */
    EventFile(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = "events.out.tfevents." + System.currentTimeMillis() / 1000 + ".seminode."
                + ProcessHandle.current().pid();
        OutputStream file =
                Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = new DataOutputStream(new BufferedOutputStream(file));
        write(Event.newBuilder().setWallTime(now()).setFileVersion(VERSION).build());
    }

    /**
     * Adds numbers.
     *
     * @param step on the horizontal axis
     * @param values by tag; a slash groups tags
     */
    void add(long step, Map<String, Double> values) throws IOException {
        Summary.Builder summary = Summary.newBuilder();
        values.forEach((tag, value) ->
                summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
        write(Event.newBuilder()
                .setWallTime(now())
                .setStep(step)
                .setSummary(summary)
                .build());
    }

    /** Says that a process begins here: TensorBoard forgets what earlier files have from this step on. */
    void start(long step) throws IOException {
        write(Event.newBuilder()
                .setWallTime(now())
                .setStep(step)
                .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
                .build());
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private void write(Event event) throws IOException {
        byte[] bytes = event.toByteArray();
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .array();
        out.write(length);
        out.writeInt(Integer.reverseBytes(masked(length)));
        out.write(bytes);
        out.writeInt(Integer.reverseBytes(masked(bytes)));
    }

    /** The checksum of a record's parts. */
    static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
    }

    /** Puts everything so far into the file. */
    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
