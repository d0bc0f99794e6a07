package io.seminode.data.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
