package io.seminode.data.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes WAV files. */
final class Wavs {
    static final int PCM = 1;
    static final int FLOAT = 3;

    private Wavs() {}

    /** A file with the given header; the samples are bytes of a tone. */
    static byte[] wav(int encoding, int channels, int rate, int bits, int frames, double hertz) {
        int frameBytes = channels * bits / 8;
        ByteBuffer out = ByteBuffer.allocate(44 + frames * frameBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) encoding).putShort((short) channels);
        out.putInt(rate).putInt(rate * frameBytes).putShort((short) frameBytes).putShort((short) bits);
        out.put(ascii("data")).putInt(frames * frameBytes);
        for (int i = 0; out.remaining() >= 2; i++) {
            out.putShort((short) (12_000 * Math.sin(2 * Math.PI * hertz * i / 16_000)));
        }
        return out.array();
    }

    /** A clip as it should be. */
    static byte[] clip(double hertz) {
        return wav(PCM, 1, 16_000, 16, 16_000, hertz);
    }

    /** A file of other bytes, with the letters that begin WAV files. */
    static byte[] riff(byte[] rest) {
        ByteBuffer out = ByteBuffer.allocate(12 + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        return out.put(ascii("RIFF"))
                .putInt(out.capacity() - 8)
                .put(ascii("WAVE"))
                .put(rest)
                .array();
    }

    private static byte[] ascii(String letters) {
        return letters.getBytes(StandardCharsets.US_ASCII);
    }
}
