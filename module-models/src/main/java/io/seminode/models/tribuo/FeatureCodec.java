package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.models.PredictiveModel;
import java.util.List;
import java.util.Map;
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

    /** How numbers are normalised; null if they are not. */
    @Nullable
    Normalisation normalisation();

    /** Puts what the features' information does not tell among the options of a stored model. */
    default void describe(Map<String, String> options) {}

    /** One that has room for these examples; itself unless they may need more than those of the training. */
    default FeatureCodec fitting(List<? extends Example<?>> examples) {
        return this;
    }

    /** The model for {@link #sizes}, if it is not the one that was trained: with the same parameters. */
    default PredictiveModel resized(PredictiveModel trained) {
        return trained;
    }

    /** Makes the deviations of constant numbers 1, so that another value of them is not blown up. */
    static Normalisation sparing(Normalisation measured) {
        return new Normalisation(
                measured.means(),
                measured.deviations().stream().map(d -> d == 0 ? 1f : d).toList());
    }
}
