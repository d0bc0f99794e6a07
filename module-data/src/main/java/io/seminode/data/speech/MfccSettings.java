package io.seminode.data.speech;

/**
 * How mel-frequency cepstral coefficients are computed, as torchaudio's {@code transforms.MFCC} does with {@code
 * log_mels=True} and otherwise its defaults: periodic Hann window as long as a frame, frames centred by reflection, power
 * spectrum, mel scale of HTK without area normalisation, logarithm of mel power plus an offset, orthonormal DCT-II.
 *
 * @param sampleRate samples a second
 * @param frame samples in a frame, torchaudio's {@code n_fft}
 * @param hop samples between the starts of two frames
 * @param mels bands of the mel filter bank, from 0 Hz to half the sample rate
 * @param coefficients that are kept
 * @param logOffset added before the logarithm
 */
public record MfccSettings(int sampleRate, int frame, int hop, int mels, int coefficients, double logOffset) {
    /** The paper's: 20 coefficients of 64 bands, frames of 200 samples at 16 kHz. */
    public static final MfccSettings PAPER = new MfccSettings(16_000, 200, 100, 64, 20, 1e-6);

    /** Checks that such coefficients can be computed. */
    public MfccSettings {
        if (sampleRate <= 0 || frame < 2 || frame % 2 != 0 || hop <= 0 || mels <= 0) {
            throw new IllegalArgumentException("Sample rate " + sampleRate + ", frame " + frame + ", hop " + hop
                    + " and " + mels + " mel bands found, expected positive numbers and an even frame.");
        }
        if (coefficients <= 0 || coefficients > mels) {
            throw new IllegalArgumentException(
                    coefficients + " coefficients found, expected 1 to " + mels + ", the mel bands.");
        }
        if (!(logOffset > 0)) {
            throw new IllegalArgumentException("Offset " + logOffset + " found, expected more than 0.");
        }
    }

    /** How many frames so many samples have. */
    public int frames(int samples) {
        return samples / hop + 1;
    }
}
