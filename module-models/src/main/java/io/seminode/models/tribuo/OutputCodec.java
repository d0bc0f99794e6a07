package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.models.file.SettingsJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.anomaly.ImmutableAnomalyInfo;

/**
 * Tribuo's outputs as a model's numbers, and back.
 *
 * @param <T> the kind of output
 */
interface OutputCodec<T extends Output<T>> {
    /** The option of a stored model with how targets are normalised. */
    String TARGETS = "targets";

    /** The name of the values that the model predicts. */
    String predicted();

    /** Whether they are probabilities. */
    boolean predictsProbabilities();

    /** Numbers that the model predicts for an example. */
    int outputs();

    /** The field of a batch with the targets. */
    String target();

    /** Numbers of a target; 0 if the model learns without. */
    int targets();

    /** The names of the classes in the order of the numbers; empty if there are none. */
    List<String> labels();

    /** The output's target as it is before any normalisation. */
    void encode(T output, float[] into, int from);

    /** How targets are normalised; null if they are not. */
    @Nullable
    Normalisation normalisation();

    /** Puts what the outputs' information does not tell among the options of a stored model. */
    default void describe(Map<String, String> options) {
        Normalisation normalisation = normalisation();
        if (normalisation != null) {
            options.put(TARGETS, SettingsJson.write(normalisation));
        }
    }

    /**
     * A prediction.
     *
     * @param values that the model predicts
     * @param used features of the example that the model knows
     */
    Prediction<T> decode(float[] values, int used, Example<T> example);

    /**
     * That of a stored model.
     *
     * @param options as {@link #describe} made them
     */
    @SuppressWarnings("unchecked") // the information's class tells its outputs' class
    static <T extends Output<T>> OutputCodec<T> of(ImmutableOutputInfo<T> info, Map<String, String> options) {
        Object found = info;
        if (found instanceof ImmutableAnomalyInfo) {
            return (OutputCodec<T>) EventCodec.of(options);
        }
        HeadCodec<T> codec = HeadCodec.of(info);
        String targets = options.get(TARGETS);
        return targets == null ? codec : codec.normalised(SettingsJson.read(targets, Normalisation.class));
    }
}
