package io.seminode.solver.internal.system;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * When a solve ends before it is done.
 *
 * @param end in seconds of the clock, if its time is limited
 * @param stop the call's signal, if it can be told to end
 */
public record Deadline(Optional<Operand<TFloat64>> end, Optional<Operand<TInt32>> stop) {

    /** Reads the clock when {@code given} is there to start from. */
    public static Deadline from(Ops tf, StepSettings settings, Operand<?> given) {
        Optional<Operand<TFloat64>> end = Optional.empty();
        if (settings.isTimed()) {
            Operand<TFloat64> begun = tf.withControlDependencies(given).timestamp();
            end = Optional.of(tf.math.add(begun, tf.constant(settings.limits().seconds())));
        }
        return new Deadline(end, CompiledFunction.stopSignal(tf));
    }

    /** How a solve ended that goes on as long as there is something left to do and it has time. */
    public static Operand<TInt32> status(Ops tf, Operand<TBool> left, Operand<TBool> finite) {
        Operand<TInt32> inTime = Select.choose(tf, left, Status.OUT_OF_TIME.in(tf), Status.RUNNING.in(tf));
        return Select.choose(tf, finite, inTime, Status.NON_FINITE.in(tf));
    }

    /** Whether it is over. */
    public Operand<TBool> isOver(Ops tf) {
        List<Operand<TBool>> over = new ArrayList<>();
        end.ifPresent(time -> over.add(tf.math.greater(tf.timestamp(), time)));
        stop.ifPresent(signal -> over.add(tf.math.greater(signal, tf.constant(0))));
        return over.stream().reduce(tf.math::logicalOr).orElseGet(() -> tf.constant(false));
    }
}
