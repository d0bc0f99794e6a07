package io.seminode.data;

import java.util.Map;

/** Stretches of time series, all with the same number of times and channels; the field is called {@code x}. */
public final class TimeWindows implements Examples {
    /** The name of the only field: [batch, times, channels]. */
    public static final String FIELD = "x";

    private final float[] values;
    private final int size;
    private final int stride;

    /**
     * Windows.
     *
     * @param values [size, times, channels] row-major; not copied
     * @param times in each window
     * @param channels at each time
     */
    public TimeWindows(float[] values, int times, int channels) {
        this.stride = times * channels;
        if (stride <= 0 || values.length % stride != 0) {
            throw new IllegalArgumentException(values.length + " values found, expected a multiple of " + times
                    + " times and " + channels + " channels.");
        }
        this.values = values;
        this.size = values.length / stride;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        float[] gathered = new float[indices.length * stride];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= size) {
                throw new IndexOutOfBoundsException("Window " + indices[i] + " of " + size + ".");
            }
            System.arraycopy(values, indices[i] * stride, gathered, i * stride, stride);
        }
        return Map.of(FIELD, gathered);
    }
}
