package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.ode.NeuralOde;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Output;
import org.tribuo.VariableIDInfo;

/**
 * Features as a vector in the order of their numbers, standardised; one that an example lacks is 0 before that, as everywhere in
 * Tribuo.
 *
 * @param map tells the numbers
 * @param standardisation of the features; null if they are taken as they are
 */
record DenseFeatures(ImmutableFeatureMap map, @Nullable Standardisation standardisation) implements FeatureCodec {

    /** With the standardisation of examples. */
    static <T extends Output<T>> DenseFeatures of(ImmutableFeatureMap map, Dataset<T> examples) {
        EncodedExamples.room(examples.size(), map.size());
        Standardisation.Builder builder = new Standardisation.Builder(map.size());
        for (Example<T> example : examples) {
            double[] values = new double[map.size()];
            raw(map, example, values);
            builder.add(values);
        }
        return new DenseFeatures(map, builder.build());
    }

    @Override
    public Map<String, Integer> sizes() {
        return Map.of(NeuralOde.FEATURES, map.size());
    }

    @Override
    public int encode(Example<?> example, Map<String, float[]> fields, int row) {
        double[] values = new double[map.size()];
        int used = raw(map, example, values);
        float[] encoded = Objects.requireNonNull(fields.get(NeuralOde.FEATURES));
        for (int i = 0; i < values.length; i++) {
            int feature = i;
            double value = standardisation == null ? values[i] : standardisation.apply(i, values[i]);
            encoded[row * values.length + i] = FeatureCodec.single(
                    value, () -> "Feature \"" + map.get(feature).getName() + "\"");
        }
        return used;
    }

    private static int raw(ImmutableFeatureMap map, Example<?> example, double[] values) {
        int used = 0;
        for (Feature feature : example) {
            VariableIDInfo known = map.get(feature.getName());
            if (known != null) {
                values[known.getID()] = finite(feature);
                used++;
            }
        }
        if (used == 0) {
            throw new IllegalArgumentException("No features found in Example " + example + " that the model knows.");
        }
        return used;
    }

    private static double finite(Feature feature) {
        double value = feature.getValue();
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("Feature \"" + feature.getName() + "\" is " + value
                    + ", expected a finite number that float32 can hold; transform the data first.");
        }
        return value;
    }
}
