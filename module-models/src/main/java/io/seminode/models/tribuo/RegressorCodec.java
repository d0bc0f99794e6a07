package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.nn.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.Regressor;

/**
 * Regressors as numbers in the order of the names of their dimensions.
 *
 * @param info tells the names
 * @param standardisation of the numbers; null as long as they are not
 */
record RegressorCodec(
        ImmutableRegressionInfo info, @Nullable Standardisation standardisation) implements HeadCodec<Regressor> {
    @Override
    public Head head() {
        return Head.VALUES;
    }

    @Override
    public int outputs() {
        return info.size();
    }

    @Override
    public int targets() {
        return info.size();
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public void encode(Regressor output, double[] into) {
        if (output.size() != info.size()) {
            throw new IllegalArgumentException("An output with the dimensions " + output.getDimensionNamesString()
                    + " found, expected those of the data set, " + info.toReadableString() + ".");
        }
        double[] values = output.getValues(); // sorted by name
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("The output \"" + output.getNames()[i] + "\" is " + values[i]
                        + ", expected a finite number that float32 can hold; leave the example out.");
            }
            into[i] = values[i];
        }
    }

    @Override
    public HeadCodec<Regressor> standardised(Standardisation other) {
        return new RegressorCodec(info, other);
    }

    @Override
    public Prediction<Regressor> decode(float[] values, int used, Example<Regressor> example) {
        double[] numbers = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = standardisation == null ? values[i] : standardisation.invert(i, values[i]);
        }
        String[] names = Regressor.extractNames(info); // by number, not by name
        String[] sorted = names.clone();
        java.util.Arrays.sort(sorted);
        return new Prediction<>(new Regressor(sorted, numbers), used, example);
    }
}
