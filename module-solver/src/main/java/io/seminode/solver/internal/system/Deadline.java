package io.seminode.solver.internal.system;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * When a solve ends before it is done: when its time is over, or when the call is told to end. Carried along by loops: a number
 * in seconds of the clock if the time is limited, and the call's signal if there is one.
 */
public final class Deadline {
    private Deadline() {}

    /** Reads the clock when {@code given} is there to start from. */
    public static List<Operand<?>> from(Ops tf, StepSettings settings, Operand<?> given) {
        List<Operand<?>> ends = new ArrayList<>();
        if (settings.isTimed()) {
            Operand<TFloat64> begun = tf.withControlDependencies(given).timestamp();
            ends.add(tf.math.add(begun, tf.constant(settings.limits().seconds())));
        }
        CompiledFunction.stopSignal(tf).ifPresent(ends::add);
        return ends;
    }

    /** How a solve ended that goes on as long as there is something left to do and it has time. */
    public static Operand<TInt32> status(Ops tf, Operand<TBool> left, Operand<TBool> finite) {
        Operand<TInt32> inTime = Select.choose(tf, left, Status.OUT_OF_TIME.in(tf), Status.RUNNING.in(tf));
        return Select.choose(tf, finite, inTime, Status.NON_FINITE.in(tf));
    }

    /** Whether it is over. */
    public static Operand<TBool> isOver(Ops tf, List<Operand<?>> deadline) {
        @Nullable Operand<TBool> over = null;
        for (Operand<?> end : deadline) {
            Operand<TBool> one = end.asOutput().type() == TInt32.class
                    ? tf.math.greater(Deadline.<TInt32>typed(end), tf.constant(0))
                    : tf.math.greater(tf.timestamp(), Deadline.<TFloat64>typed(end));
            over = over == null ? one : tf.math.logicalOr(over, one);
        }
        return over == null ? tf.constant(false) : over;
    }

    @SuppressWarnings("unchecked") // told by the type
    private static <U extends TType> Operand<U> typed(Operand<?> end) {
        return (Operand<U>) end;
    }
}
