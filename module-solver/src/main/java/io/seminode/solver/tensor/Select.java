package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TType;

/** One of two operands by a condition. */
public final class Select {
    private Select() {}

    /**
     * One of two operands by a scalar condition; TensorFlow's first "Select" hands the chosen one on without a copy. If there
     * is a condition per lane, one of two rows for each.
     */
    public static <U extends TType> Operand<U> choose(Ops tf, Operand<TBool> condition, Operand<U> yes, Operand<U> no) {
        int rank = yes.shape().numDimensions();
        int lanes = condition.shape().numDimensions();
        if (rank != no.shape().numDimensions() || (lanes > 0 && lanes > rank)) {
            return tf.select(condition, yes, no);
        }
        return tf.scope()
                .opBuilder("Select", "choose")
                .addInput(condition.asOutput())
                .addInput(yes.asOutput())
                .addInput(no.asOutput())
                .build()
                .output(0);
    }

    /** The same for operands one by one. */
    public static <U extends TType> List<Operand<U>> chooseEach(
            Ops tf, Operand<TBool> condition, List<Operand<U>> yes, List<Operand<U>> no) {
        List<Operand<U>> chosen = new ArrayList<>();
        for (int i = 0; i < no.size(); i++) {
            chosen.add(choose(tf, condition, yes.get(i), no.get(i)));
        }
        return chosen;
    }

    /** The same for all operands of a record. */
    public static <R extends Record> R chooseAll(Ops tf, Operand<TBool> condition, R yes, R no) {
        Bundle<R> bundle = Bundle.like(no);
        List<Operand<?>> ifTrue = bundle.flatten(yes);
        List<Operand<?>> ifFalse = bundle.flatten(no);
        List<Operand<?>> chosen = new ArrayList<>();
        for (int i = 0; i < ifFalse.size(); i++) {
            chosen.add(chooseAny(tf, condition, ifTrue.get(i), ifFalse.get(i)));
        }
        return bundle.of(chosen);
    }

    @SuppressWarnings("unchecked") // both stand at the same place of the same kind of record
    private static <U extends TType> Operand<U> chooseAny(
            Ops tf, Operand<TBool> condition, Operand<?> yes, Operand<?> no) {
        return choose(tf, condition, (Operand<U>) yes, (Operand<U>) no);
    }
}
