package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.PredictiveModel;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;

/** Tribuo's features as the fields of a model's batch. */
interface FeatureCodec {
    /** Numbers of an example in each field, by the field's name. */
    Map<String, Integer> sizes();

    /**
     * Writes an example into the fields.
     *
     * @param fields each with room for so many examples as are encoded
     * @param row of the example
     * @return how many of its features are used
     * @throws IllegalArgumentException if it has none that the model knows, or one that is not finite
     */
    int encode(Example<?> example, Map<String, float[]> fields, int row);

    /** How numbers are standardised; null if they are not. */
    @Nullable
    Standardisation standardisation();

    /** Puts what the features' information does not tell among the options of a stored model. */
    default void describe(Map<String, String> options) {}

    /** One that has room for these examples; itself unless they may need more than those of the training. */
    default FeatureCodec fitting(List<? extends Example<?>> examples) {
        return this;
    }

    /**
     * A number as the network takes it.
     *
     * @param name of the number, for the message
     * @throws IllegalArgumentException if float32 cannot hold it
     */
    static float single(double value, Supplier<String> name) {
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw new IllegalArgumentException(
                    name.get() + " is " + value + " when standardised, expected a finite number"
                            + " that float32 can hold: nothing like it was in the training.");
        }
        return single;
    }

    /** The model for {@link #sizes}, if it is not the one that was trained: with the same parameters. */
    default PredictiveModel resized(PredictiveModel trained) {
        return trained;
    }
}
