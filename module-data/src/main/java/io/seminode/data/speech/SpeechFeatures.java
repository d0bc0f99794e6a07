package io.seminode.data.speech;

import java.util.List;

/**
 * The coefficients of all clips, before any division or normalisation.
 *
 * @param clips their names, sorted
 * @param values for each clip [{@link #FRAMES}, {@link #COEFFICIENTS}] row-major; the arrays are not copied
 * @param report what was left out
 */
record SpeechFeatures(List<ClipName> clips, List<float[]> values, ClipReport report) {
    static final MfccSettings SETTINGS = MfccSettings.PAPER;
    static final int SAMPLES = WavClip.RATE;
    static final int FRAMES = SETTINGS.frames(SAMPLES);
    static final int COEFFICIENTS = SETTINGS.coefficients();

    SpeechFeatures {
        clips = List.copyOf(clips);
        values = List.copyOf(values);
        if (clips.size() != values.size()) {
            throw new IllegalArgumentException(clips.size() + " names found for " + values.size() + " clips.");
        }
        for (float[] clip : values) {
            if (clip.length != FRAMES * COEFFICIENTS) {
                throw new IllegalArgumentException(
                        clip.length + " values found for a clip, expected " + FRAMES * COEFFICIENTS + ".");
            }
        }
    }

    /** Some coefficients as they are kept: in float32. */
    static float[] rounded(double[] computed, int from, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) computed[from + i];
        }
        return values;
    }
}
