package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.nn.Head;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.regression.ImmutableRegressionInfo;

/**
 * Outputs of a last layer: classes or numbers.
 *
 * @param <T> the kind of output
 */
interface HeadCodec<T extends Output<T>> extends OutputCodec<T> {
    /** What the last layer says. */
    Head head();

    @Override
    default String predicted() {
        return head().predicted();
    }

    @Override
    default boolean predictsProbabilities() {
        return head().predictsProbabilities();
    }

    @Override
    default String target() {
        return head().target(1, outputs()).name();
    }

    /** With targets that are standardised so. */
    HeadCodec<T> standardised(Standardisation standardisation);

    /**
     * For the outputs of a data set.
     *
     * @throws IllegalArgumentException if they are of a kind that is not learnt
     */
    @SuppressWarnings("unchecked") // the information's class tells its outputs' class
    static <T extends Output<T>> HeadCodec<T> of(ImmutableOutputInfo<T> info) {
        Object found = info;
        if (found instanceof ImmutableLabelInfo labels) {
            return (HeadCodec<T>) new LabelCodec(labels);
        }
        if (found instanceof ImmutableRegressionInfo numbers) {
            return (HeadCodec<T>) new RegressorCodec(numbers, null);
        }
        throw new IllegalArgumentException("Outputs described by "
                + info.getClass().getSimpleName() + " found, expected labels or regressors; take a trainer for those.");
    }

    /** The same with targets that are standardised as those of a data set are, if they are numbers. */
    default HeadCodec<T> measured(Iterable<? extends org.tribuo.Example<T>> examples) {
        if (head() != Head.VALUES) {
            return this;
        }
        Standardisation.Builder numbers = new Standardisation.Builder(targets());
        for (org.tribuo.Example<T> example : examples) {
            double[] target = new double[targets()];
            encode(example.getOutput(), target);
            numbers.add(target);
        }
        return standardised(numbers.build());
    }
}
