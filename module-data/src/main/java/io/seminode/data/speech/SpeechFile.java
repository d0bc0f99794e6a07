package io.seminode.data.speech;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.Normalisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A single recording, outside a data set. */
final class SpeechFile {
    private SpeechFile() {}

    /** See {@link SpeechData#series}. */
    static float[] series(Path file, Normalisation normalisation) {
        double[] samples = samples(file);
        float[] coefficients;
        try (Mfcc mfcc = new Mfcc(SpeechFeatures.SETTINGS, 1, SpeechFeatures.SAMPLES)) {
            double[] computed = mfcc.compute(samples);
            coefficients = SpeechFeatures.rounded(computed, 0, computed.length);
        }
        float[] series = new float[SpeechSeries.TIMES * SpeechSeries.CHANNELS];
        SpeechSeries.fill(coefficients, normalisation, series, 0);
        return series;
    }

    /** The samples of a recording of one second. */
    static double[] samples(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new DataException(Reason.MISSING, file, "no such file.");
            }
            if (Files.size(file) > WavClip.LARGEST) {
                throw new UnusableClipException(ClipFault.TOO_LARGE, Files.size(file) + " bytes");
            }
            double[] samples = WavClip.samples(Files.readAllBytes(file));
            if (samples.length != SpeechFeatures.SAMPLES) {
                throw new UnusableClipException(ClipFault.OTHER_LENGTH, samples.length + " samples");
            }
            return samples;
        } catch (UnusableClipException unusable) {
            throw new DataException(
                    Reason.WRONG_FORMAT,
                    file,
                    unusable.getMessage() + "; expected a WAV file with 16-bit PCM, one channel, " + WavClip.RATE
                            + " samples a second and " + SpeechFeatures.SAMPLES + " samples.",
                    unusable);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, file, "cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
