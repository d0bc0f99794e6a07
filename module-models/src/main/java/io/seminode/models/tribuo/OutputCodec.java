package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.models.nn.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.regression.ImmutableRegressionInfo;

/**
 * Tribuo's outputs as a model's numbers, and back.
 *
 * @param <T> the kind of output
 */
interface OutputCodec<T extends Output<T>> {
    /** What the model's last layer says. */
    Head head();

    /** Numbers of the last layer. */
    int outputs();

    /** Numbers of a target. */
    int targets();

    /** The names of the classes in the order of the numbers; empty if there are none. */
    List<String> labels();

    /** The output's target as it is before any normalisation. */
    void encode(T output, float[] into, int from);

    /** How targets are normalised; null if they are not. */
    @Nullable
    Normalisation normalisation();

    /** With targets that are normalised so. */
    OutputCodec<T> normalised(Normalisation normalisation);

    /**
     * A prediction.
     *
     * @param values of the last layer
     * @param used features of the example that the model knows
     */
    Prediction<T> decode(float[] values, int used, Example<T> example);

    /**
     * For the outputs of a data set.
     *
     * @throws IllegalArgumentException if they are of a kind that is not learnt
     */
    @SuppressWarnings("unchecked") // the information's class tells its outputs' class
    static <T extends Output<T>> OutputCodec<T> of(ImmutableOutputInfo<T> info) {
        Object found = info;
        if (found instanceof ImmutableLabelInfo labels) {
            return (OutputCodec<T>) new LabelCodec(labels);
        }
        if (found instanceof ImmutableRegressionInfo numbers) {
            return (OutputCodec<T>) new RegressorCodec(numbers, null);
        }
        throw new IllegalArgumentException("Outputs described by "
                + info.getClass().getSimpleName() + " found, expected labels or regressors; take a trainer for those.");
    }
}
