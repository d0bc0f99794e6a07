package io.seminode.data.speech;

/** The constant arrays of the computation, as torchaudio defines them. */
public final class MelFilters {
    private MelFilters() {}

    /** The periodic Hann window, [frame]. */
    public static double[] window(MfccSettings settings) {
        double[] window = new double[settings.frame()];
        for (int i = 0; i < window.length; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window.length);
        }
        return window;
    }

    /** Triangles between equally spaced points of HTK's mel scale, [frame / 2 + 1, mels]. */
    public static double[][] filterBank(MfccSettings settings) {
        int bins = settings.frame() / 2 + 1;
        double nyquist = Math.floorDiv(settings.sampleRate(), 2); // torchaudio divides integers here
        double[] corners = new double[settings.mels() + 2];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = hertz(mel(nyquist) * i / (corners.length - 1));
        }
        double[][] bank = new double[bins][settings.mels()];
        for (int bin = 0; bin < bins; bin++) {
            double frequency = nyquist * bin / (bins - 1);
            for (int band = 0; band < settings.mels(); band++) {
                double rising = (frequency - corners[band]) / (corners[band + 1] - corners[band]);
                double falling = (corners[band + 2] - frequency) / (corners[band + 2] - corners[band + 1]);
                bank[bin][band] = Math.max(0, Math.min(rising, falling));
            }
        }
        return bank;
    }

    /** The orthonormal discrete cosine transform of type II, [mels, coefficients]. */
    public static double[][] cosines(MfccSettings settings) {
        int mels = settings.mels();
        double[][] cosines = new double[mels][settings.coefficients()];
        for (int band = 0; band < mels; band++) {
            for (int k = 0; k < settings.coefficients(); k++) {
                double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / mels);
                cosines[band][k] = scale * Math.cos(Math.PI / mels * (band + 0.5) * k);
            }
        }
        return cosines;
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2595) - 1);
    }
}
