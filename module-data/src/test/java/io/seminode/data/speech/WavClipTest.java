package io.seminode.data.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WavClipTest {
    private static ClipFault fault(byte[] file) {
        return assertThrows(UnusableClipException.class, () -> WavClip.samples(file))
                .fault();
    }

    @Test
    void readsSamples() throws UnusableClipException {
        double[] samples = WavClip.samples(Wavs.clip(440));
        assertEquals(16_000, samples.length);
        for (int i = 0; i < samples.length; i++) {
            assertEquals(12_000 * Math.sin(2 * Math.PI * 440 * i / 16_000) / 32_768, samples[i], 1.01 / 32_768);
        }
    }

    @Test
    void otherFormatsAreTold() {
        assertEquals(ClipFault.OTHER_RATE, fault(Wavs.wav(Wavs.PCM, 1, 8_000, 16, 8_000, 440)));
        assertEquals(ClipFault.NOT_MONO, fault(Wavs.wav(Wavs.PCM, 2, 16_000, 16, 16_000, 440)));
        assertEquals(ClipFault.OTHER_ENCODING, fault(Wavs.wav(Wavs.PCM, 1, 16_000, 8, 16_000, 440)));
        assertEquals(ClipFault.OTHER_ENCODING, fault(Wavs.wav(Wavs.FLOAT, 1, 16_000, 32, 16_000, 440)));
        assertEquals(ClipFault.OTHER_ENCODING, fault(Wavs.wav(Wavs.PCM, 1, 16_000, 24, 16_000, 440)));
    }

    @Test
    void whatIsNoWavIsTold() {
        assertEquals(ClipFault.EMPTY, fault(new byte[0]));
        assertEquals(ClipFault.NOT_WAV, fault(new byte[1]));
        assertEquals(ClipFault.NOT_WAV, fault("MThd\0\0\0\6\0\0\0\1\0\60".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(ClipFault.NOT_WAV, fault(Wavs.riff(new byte[0])));
        assertEquals(ClipFault.NOT_WAV, fault(Wavs.riff(new byte[1000])));
    }

    @Test
    void missingSamplesAreTold() {
        byte[] clip = Wavs.clip(440);
        assertEquals(ClipFault.OTHER_SIZE, fault(Arrays.copyOf(clip, clip.length - 2)));
        assertEquals(ClipFault.OTHER_SIZE, fault(Arrays.copyOf(clip, clip.length + 2)));
        assertEquals(ClipFault.OTHER_SIZE, fault(Arrays.copyOf(clip, 44)));
        byte[] absurd = clip.clone();
        Arrays.fill(absurd, 40, 44, (byte) 0x7f);
        assertEquals(ClipFault.CUT_SHORT, fault(absurd));
    }

    @Test
    void aFileWrittenToAPipeIsReadAsWhatIsThere() throws UnusableClipException {
        byte[] clip = Wavs.clip(440);
        double[] expected = WavClip.samples(clip);
        // What FFmpeg, GStreamer, SoX and Python write if they can't seek.
        int[][] sizes = {{-1, -1}, {0, 0}, {0x7fff_f024, 0x7fff_f000}, {36, 0}, {0, 32_000}, {-1, 32_000}};
        for (int[] size : sizes) {
            byte[] piped = ByteBuffer.wrap(clip.clone())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(4, size[0])
                    .putInt(40, size[1])
                    .array();
            assertArrayEquals(expected, WavClip.samples(piped), Arrays.toString(size));
        }
        byte[] withNote = ByteBuffer.allocate(clip.length + 11)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(clip, 0, 36)
                .put("LIST".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .put(new byte[] {1, 2})
                .put(clip, 36, clip.length - 36)
                .put((byte) 7) // half a sample
                .putInt(4, -1)
                .putInt(50, -1)
                .array();
        assertArrayEquals(expected, WavClip.samples(withNote));
        byte[] shorter = ByteBuffer.wrap(Arrays.copyOf(clip, 44 + 2 * 100))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4, -1)
                .putInt(40, -1)
                .array();
        assertEquals(100, WavClip.samples(shorter).length);
    }
}
