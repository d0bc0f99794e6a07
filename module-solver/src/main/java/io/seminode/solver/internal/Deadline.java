package io.seminode.solver.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * When a solve must have ended, carried along by loops: one number, in seconds of the clock, or none if it may take any
 * time.
 */
final class Deadline {
    private Deadline() {}

    /** Reads the clock when {@code given} is there to start from. */
    static List<Operand<TFloat64>> from(Ops tf, StepSettings settings, Operand<?> given) {
        if (!settings.isTimed()) {
            return List.of();
        }
        Operand<TFloat64> begun = tf.withControlDependencies(given).timestamp();
        return List.of(tf.math.add(begun, tf.constant(settings.timeLimit())));
    }

    /** How a solve ended that goes on as long as there is something left to do and it has time. */
    static Operand<TInt32> status(Ops tf, Operand<TBool> left, Operand<TBool> finite) {
        Operand<TInt32> inTime =
                StepLoop.choose(tf, left, StepLoop.status(tf, Status.OUT_OF_TIME), StepLoop.status(tf, Status.RUNNING));
        return StepLoop.choose(tf, finite, inTime, StepLoop.status(tf, Status.NON_FINITE));
    }

    /** Whether it is over. */
    static Operand<TBool> isOver(Ops tf, List<Operand<TFloat64>> deadline) {
        return deadline.isEmpty() ? tf.constant(false) : tf.math.greater(tf.timestamp(), deadline.get(0));
    }
}
