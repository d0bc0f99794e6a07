package io.seminode.data.speech;

import io.seminode.data.LabelledExamples;
import io.seminode.data.Normalisation;
import io.seminode.data.TimeWindows;
import java.util.List;
import java.util.Map;

/**
 * Spoken words as time series: fields {@code x}, [batch, {@value #TIMES}, {@value #CHANNELS}], and {@code y}, [batch].
 *
 * <p>Channel 0 is the time, the number of the frame; the others are the normalised coefficients.
 */
public final class SpeechSeries implements LabelledExamples {
    /** The field of the series. */
    public static final String FIELD = TimeWindows.FIELD;

    /** Times of a series. */
    public static final int TIMES = 161;

    /** Channels of a series: time, and 20 coefficients. */
    public static final int CHANNELS = 21;

    private final SpeechFeatures features;
    private final int[] chosen;
    private final Normalisation normalisation;

    SpeechSeries(SpeechFeatures features, int[] chosen, Normalisation normalisation) {
        this.features = features;
        this.chosen = chosen;
        this.normalisation = normalisation;
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public List<String> classes() {
        return ClipName.WORDS;
    }

    @Override
    public int label(int index) {
        return clip(index).label();
    }

    /** Which clip an example is. */
    public ClipName clip(int index) {
        return features.clips().get(chosen[index]);
    }

    /** The coefficients of an example before normalisation, [times, coefficients]. */
    public float[] coefficients(int index) {
        return features.values().get(chosen[index]).clone();
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        float[] series = new float[indices.length * TIMES * CHANNELS];
        float[] labels = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= chosen.length) {
                throw new IndexOutOfBoundsException("Series " + indices[i] + " of " + chosen.length + ".");
            }
            fill(coefficients(indices[i]), normalisation, series, i * TIMES * CHANNELS);
            labels[i] = label(indices[i]);
        }
        return Map.of(FIELD, series, LABEL, labels);
    }

    /** Writes one series: time, and the normalised coefficients. */
    static void fill(float[] coefficients, Normalisation normalisation, float[] series, int from) {
        int to = from;
        int next = 0;
        for (int time = 0; time < TIMES; time++) {
            series[to++] = time;
            for (int c = 0; c < CHANNELS - 1; c++) {
                series[to++] = normalisation.apply(c, coefficients[next++]);
            }
        }
    }

    /** The times of a series: 0, 1, ..., 160. */
    public static double[] times() {
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            times[i] = i;
        }
        return times;
    }
}
