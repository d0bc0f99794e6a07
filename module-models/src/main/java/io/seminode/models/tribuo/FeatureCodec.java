package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import java.util.Map;
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

    /** Makes the deviations of constant numbers 1, so that another value of them is not blown up. */
    static Normalisation sparing(Normalisation measured) {
        return new Normalisation(
                measured.means(),
                measured.deviations().stream().map(d -> d == 0 ? 1f : d).toList());
    }
}
