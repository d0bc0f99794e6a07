package io.seminode.data.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MfccTest {
    private static final MfccSettings SMALL = new MfccSettings(1000, 30, 7, 9, 5, 1e-6);

    /** Straight from the definitions, with the slowest Fourier transform. */
    private static double[] textbook(MfccSettings s, double[] samples) {
        double[] window = MelFilters.window(s);
        double[][] bank = MelFilters.filterBank(s);
        double[][] cosines = MelFilters.cosines(s);
        int bins = s.frame() / 2 + 1;
        double[] all = new double[s.frames(samples.length) * s.coefficients()];
        for (int frame = 0; frame < s.frames(samples.length); frame++) {
            double[] log = new double[s.mels()];
            for (int bin = 0; bin < bins; bin++) {
                double real = 0;
                double imaginary = 0;
                for (int j = 0; j < s.frame(); j++) {
                    double value = window[j] * reflected(samples, frame * s.hop() + j - s.frame() / 2);
                    real += value * Math.cos(2 * Math.PI * bin * j / s.frame());
                    imaginary += value * Math.sin(2 * Math.PI * bin * j / s.frame());
                }
                for (int mel = 0; mel < s.mels(); mel++) {
                    log[mel] += (real * real + imaginary * imaginary) * bank[bin][mel];
                }
            }
            for (int mel = 0; mel < s.mels(); mel++) {
                for (int c = 0; c < s.coefficients(); c++) {
                    all[frame * s.coefficients() + c] += Math.log(log[mel] + s.logOffset()) * cosines[mel][c];
                }
            }
        }
        return all;
    }

    private static double reflected(double[] samples, int at) {
        return at < 0 ? samples[-at] : at < samples.length ? samples[at] : samples[2 * samples.length - 2 - at];
    }

    @Test
    void isWhatTheTextbookSays() {
        int length = 100;
        double[] batch = new double[2 * length];
        Random random = new Random(5);
        for (int i = 0; i < batch.length; i++) {
            batch[i] = random.nextDouble() - 0.5;
        }
        try (Mfcc mfcc = new Mfcc(SMALL, 2, length)) {
            double[] both = mfcc.compute(batch);
            int width = both.length / 2;
            for (int clip = 0; clip < 2; clip++) {
                assertArrayEquals(
                        textbook(SMALL, Arrays.copyOfRange(batch, clip * length, (clip + 1) * length)),
                        Arrays.copyOfRange(both, clip * width, (clip + 1) * width),
                        1e-9);
            }
        }
    }

    @Test
    void papersSettingsGive161By20() {
        assertEquals(SpeechSeries.TIMES, MfccSettings.PAPER.frames(16_000));
        assertEquals(SpeechSeries.CHANNELS - 1, MfccSettings.PAPER.coefficients());
    }

    @Test
    void impossibleSettingsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new MfccSettings(1000, 31, 7, 9, 5, 1e-6));
        assertThrows(IllegalArgumentException.class, () -> new MfccSettings(1000, 30, 0, 9, 5, 1e-6));
        assertThrows(IllegalArgumentException.class, () -> new MfccSettings(1000, 30, 7, 9, 10, 1e-6));
        assertThrows(IllegalArgumentException.class, () -> new MfccSettings(1000, 30, 7, 9, 5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Mfcc(SMALL, 1, 15));
    }
}
