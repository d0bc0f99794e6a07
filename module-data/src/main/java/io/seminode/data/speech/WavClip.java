package io.seminode.data.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Reads clips: WAV, 16-bit PCM, one channel, 16,000 samples a second. The JDK reads the file's headers.
 *
 * <p>Who writes to a pipe can't go back to fill in the sizes and leaves some that say nothing: such a file is taken as what
 * is there.
 */
final class WavClip {
    /** Samples a second. */
    static final int RATE = 16_000;

    /** Bytes that no clip has: some seconds of sound. */
    static final int LARGEST = 1 << 20;

    private static final int SAMPLE_BYTES = 2;
    private static final int RIFF_SIZE = 4;
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;

    /** Sizes from here on are no sizes: SoX writes this one, FFmpeg the largest there is, others 0. */
    private static final long NO_SIZE = 0x7fff_f000L;

    private static final double SCALE = 1 << 15;

    private WavClip() {}

    /**
     * The samples of a file, from -1 to 1.
     *
     * @throws UnusableClipException if it is not such a file
     */
    static double[] samples(byte[] file) throws UnusableClipException {
        if (file.length == 0) {
            throw new UnusableClipException(ClipFault.EMPTY);
        }
        // The JDK reads other kinds of files too, MIDI among them, which it would play on its synthesizer.
        if (!startsWith(file, 0, "RIFF") || !startsWith(file, 8, "WAVE")) {
            throw new UnusableClipException(ClipFault.NOT_WAV);
        }
        // Bytes that are too many may lie anywhere, for example before the samples.
        long announced = size(file, RIFF_SIZE) + CHUNK_HEADER;
        if (announced != file.length) {
            return samples(withSizes(file));
        }
        try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            requireFormat(sound.getFormat());
            long bytes = sound.getFrameLength() * SAMPLE_BYTES;
            if (bytes < 0 || bytes > file.length) {
                throw new UnusableClipException(ClipFault.CUT_SHORT, sound.getFrameLength() + " samples announced");
            }
            byte[] read = sound.readNBytes((int) bytes);
            if (read.length < bytes) {
                throw new UnusableClipException(ClipFault.CUT_SHORT, sound.getFrameLength() + " samples announced");
            }
            return scaled(ByteBuffer.wrap(read).order(order(sound.getFormat())).asShortBuffer());
        } catch (UnsupportedAudioFileException | IOException e) {
            throw new UnusableClipException(ClipFault.NOT_WAV, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            // How the JDK's readers answer some impossible headers.
            throw new UnusableClipException(ClipFault.NOT_WAV, "impossible header");
        }
    }

    /**
     * A file that was written to a pipe with the sizes that it has.
     *
     * @throws UnusableClipException if it was not: its size is said, and is another
     */
    private static byte[] withSizes(byte[] file) throws UnusableClipException {
        long announced = size(file, RIFF_SIZE);
        int data = data(file);
        // Python leaves the size of a file without samples.
        boolean isOpen = isNone(announced) || (announced == data && data > 0 && size(file, data + 4) == 0);
        if (!isOpen) {
            throw new UnusableClipException(
                    ClipFault.OTHER_SIZE, file.length + " bytes instead of " + (announced + CHUNK_HEADER));
        }
        ByteBuffer filled = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        filled.putInt(RIFF_SIZE, file.length - CHUNK_HEADER);
        if (data > 0 && isNone(size(file, data + 4))) {
            filled.putInt(data + 4, file.length - data - CHUNK_HEADER);
        }
        return filled.array();
    }

    private static boolean isNone(long size) {
        return size == 0 || size >= NO_SIZE;
    }

    /** Where the header of the samples begins; 0 if nowhere. */
    private static int data(byte[] file) {
        long at = FIRST_CHUNK;
        while (at <= file.length - CHUNK_HEADER && !startsWith(file, (int) at, "data")) {
            long size = size(file, (int) at + 4);
            at += CHUNK_HEADER + size + size % 2;
        }
        return at <= file.length - CHUNK_HEADER ? (int) at : 0;
    }

    private static long size(byte[] file, int at) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    }

    private static ByteOrder order(AudioFormat format) {
        return format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static boolean startsWith(byte[] file, int at, String letters) {
        byte[] expected = letters.getBytes(StandardCharsets.US_ASCII);
        return file.length >= at + expected.length
                && Arrays.equals(file, at, at + expected.length, expected, 0, expected.length);
    }

    private static void requireFormat(AudioFormat format) throws UnusableClipException {
        if (!format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)
                || format.getSampleSizeInBits() != 8 * SAMPLE_BYTES) {
            throw new UnusableClipException(
                    ClipFault.OTHER_ENCODING, format.getSampleSizeInBits() + " bits " + format.getEncoding());
        }
        if (format.getChannels() != 1 || format.getFrameSize() != SAMPLE_BYTES) {
            throw new UnusableClipException(ClipFault.NOT_MONO, format.getChannels() + " channels");
        }
        if (format.getSampleRate() != RATE) {
            throw new UnusableClipException(ClipFault.OTHER_RATE, String.valueOf(format.getSampleRate()));
        }
    }

    private static double[] scaled(ShortBuffer shorts) {
        double[] samples = new double[shorts.remaining()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = shorts.get(i) / SCALE;
        }
        return samples;
    }
}
