package io.seminode.solver.internal.system;

import io.seminode.solver.state.Part;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Some of the staged parts of a system as one vector.
 *
 * @param parts all staged parts
 * @param chosen which of them are in the vector
 */
public record FlatParts<T extends TFloating>(List<Part> parts, List<Integer> chosen) {

    /** Those that the right-hand side depends on. */
    public static <T extends TFloating> FlatParts<T> coupled(OdeSystem<T> system) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < system.staged().size(); i++) {
            if (system.staged().get(i).isCoupled()) {
                chosen.add(i);
            }
        }
        return new FlatParts<>(system.staged(), chosen);
    }

    /** The length of the vector. */
    public int size() {
        long size = 0;
        for (int i : chosen) {
            size += parts.get(i).shape().size();
        }
        return Math.toIntExact(size);
    }

    /** Whether no part is left out. */
    public boolean isEverything() {
        return chosen.size() == parts.size();
    }

    /** The chosen ones of one operand per part, in a row. */
    public Operand<T> flat(Ops tf, List<Operand<T>> values) {
        List<Operand<T>> flat = new ArrayList<>();
        for (int i : chosen) {
            flat.add(tf.reshape(values.get(i), tf.constant(new int[] {-1})));
        }
        return flat.size() == 1 ? flat.get(0) : tf.concat(flat, tf.constant(0));
    }

    /** The values with the chosen ones taken from a vector. */
    public List<Operand<T>> with(Ops tf, List<Operand<T>> values, Operand<T> vector) {
        List<Operand<T>> changed = new ArrayList<>(values);
        int from = 0;
        for (int i : chosen) {
            Part part = parts.get(i);
            int size = Math.toIntExact(part.shape().size());
            Operand<T> slice = tf.slice(vector, tf.constant(new int[] {from}), tf.constant(new int[] {size}));
            changed.set(i, tf.reshape(slice, tf.constant(part.shape().asArray())));
            from += size;
        }
        return changed;
    }

    /** The chosen ones of the first list, the others of the second. */
    public List<Operand<T>> withOthers(List<Operand<T>> chosenValues, List<Operand<T>> others) {
        List<Operand<T>> all = new ArrayList<>(others);
        for (int i : chosen) {
            all.set(i, chosenValues.get(i));
        }
        return all;
    }
}
