package io.seminode.models.cde;

import io.seminode.data.LabelledExamples;
import io.seminode.data.TimeWindows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Time series as a {@link NeuralCde} takes them: the coefficients of their paths instead of the observations, all other fields
 * as they are.
 */
public final class PathExamples implements LabelledExamples {
    private final LabelledExamples series;
    private final Interpolation interpolation;
    private final double[] times;
    private final int channels;
    private final int every;

    /**
     * Paths of series.
     *
     * @param series with a field {@link TimeWindows#FIELD}, [batch, times, channels], NaN where something is missing
     * @param every how many observations are passed over from one to the next that is used, plus one: 1 for all of them
     * @param times of all observations
     */
    public PathExamples(
            LabelledExamples series, Interpolation interpolation, int channels, int every, double... times) {
        this.series = series;
        this.interpolation = interpolation;
        this.channels = channels;
        this.every = every;
        this.times = times.clone();
    }

    /** The times of the observations that are used. */
    public static double[] used(double[] times, int every) {
        if (every < 1 || (times.length - 1) / every < 1) {
            throw new IllegalArgumentException("Every " + every + "th of " + times.length
                    + " observations asked for, expected a number that leaves at least 2.");
        }
        double[] used = new double[(times.length - 1) / every + 1];
        Arrays.setAll(used, i -> times[i * every]);
        return used;
    }

    /**
     * The coefficients of paths.
     *
     * @param observed [batch, times, channels] row-major
     * @return [batch, rows, columns] row-major
     */
    public static float[] coefficients(
            float[] observed, Interpolation interpolation, int channels, int every, double... times) {
        double[] used = used(times, every);
        int stride = times.length * channels;
        int batch = observed.length / stride;
        int size = interpolation.rows(used.length) * interpolation.columns(channels);
        float[] all = new float[batch * size];
        double[] one = new double[used.length * channels];
        for (int example = 0; example < batch; example++) {
            for (int i = 0; i < one.length; i++) {
                one[i] = observed[example * stride + i / channels * every * channels + i % channels];
            }
            double[] coefficients = interpolation.coefficients(used, one, channels);
            for (int i = 0; i < size; i++) {
                all[example * size + i] = (float) coefficients[i];
            }
        }
        return all;
    }

    @Override
    public int size() {
        return series.size();
    }

    @Override
    public List<String> classes() {
        return series.classes();
    }

    @Override
    public int label(int index) {
        return series.label(index);
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        return withPath(series.gather(indices));
    }

    @Override
    public Map<String, float[]> gather(int[] indices, long pass) {
        return withPath(series.gather(indices, pass));
    }

    private Map<String, float[]> withPath(Map<String, float[]> fields) {
        Map<String, float[]> converted = new LinkedHashMap<>(fields);
        float[] observed = converted.remove(TimeWindows.FIELD);
        if (observed == null) {
            throw new IllegalArgumentException(
                    "Series without the field \"" + TimeWindows.FIELD + "\" found; they have " + fields.keySet() + ".");
        }
        converted.put(NeuralCde.PATH, coefficients(observed, interpolation, channels, every, times));
        return converted;
    }
}
