package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.data.Standardisation;
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
    /** The option of a stored model with how targets are standardised. */
    String TARGETS = "standardisedTargets";

    /** The option of a model of earlier versions with how targets are normalised, in single precision. */
    String NORMALISED_TARGETS = "targets";

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

    /**
     * The output's target as it is before any standardisation.
     *
     * @param into of {@link #targets} numbers
     */
    void encode(T output, double[] into);

    /** How targets are standardised; null if they are not. */
    @Nullable
    Standardisation standardisation();

    /** Puts what the outputs' information does not tell among the options of a stored model. */
    default void describe(Map<String, String> options) {
        Standardisation standardisation = standardisation();
        if (standardisation != null) {
            options.put(TARGETS, SettingsJson.write(standardisation));
        }
    }

    /** The same for densities of features as they are in the data, not standardised. */
    default OutputCodec<T> inUnitsOf(Standardisation features) {
        return this;
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
        if (targets != null) {
            return codec.standardised(SettingsJson.read(targets, Standardisation.class));
        }
        String normalised = options.get(NORMALISED_TARGETS);
        return normalised == null
                ? codec
                : codec.standardised(Standardisation.of(SettingsJson.read(normalised, Normalisation.class)));
    }
}
