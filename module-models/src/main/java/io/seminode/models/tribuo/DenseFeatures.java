package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.models.ode.NeuralOde;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Output;
import org.tribuo.VariableIDInfo;

/**
 * Features as a vector in the order of their numbers, normalised; one that an example lacks is 0 before normalisation, as
 * everywhere in Tribuo.
 *
 * @param map tells the numbers
 * @param normalisation of the features; null if they are taken as they are
 */
record DenseFeatures(ImmutableFeatureMap map, @Nullable Normalisation normalisation) implements FeatureCodec {

    /** With the normalisation of examples. */
    static <T extends Output<T>> DenseFeatures of(ImmutableFeatureMap map, Iterable<Example<T>> examples) {
        Normalisation.Builder builder = new Normalisation.Builder(map.size());
        for (Example<T> example : examples) {
            float[] values = new float[map.size()];
            raw(map, example, values, 0);
            builder.add(values);
        }
        return new DenseFeatures(map, FeatureCodec.sparing(builder.build()));
    }

    @Override
    public Map<String, Integer> sizes() {
        return Map.of(NeuralOde.FEATURES, map.size());
    }

    @Override
    public int encode(Example<?> example, Map<String, float[]> fields, int row) {
        float[] values = Objects.requireNonNull(fields.get(NeuralOde.FEATURES));
        int from = row * map.size();
        int used = raw(map, example, values, from);
        for (int i = 0; normalisation != null && i < map.size(); i++) {
            values[from + i] = normalisation.apply(i, values[from + i]);
        }
        return used;
    }

    private static int raw(ImmutableFeatureMap map, Example<?> example, float[] values, int from) {
        int used = 0;
        for (Feature feature : example) {
            VariableIDInfo known = map.get(feature.getName());
            if (known != null) {
                values[from + known.getID()] = finite(feature);
                used++;
            }
        }
        if (used == 0) {
            throw new IllegalArgumentException("No features found in Example " + example + " that the model knows.");
        }
        return used;
    }

    private static float finite(Feature feature) {
        float value = (float) feature.getValue();
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("Feature \"" + feature.getName() + "\" is " + feature.getValue()
                    + ", expected a finite number that float32 can hold; transform the data first.");
        }
        return value;
    }
}
