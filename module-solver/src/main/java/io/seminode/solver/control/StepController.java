package io.seminode.solver.control;

import io.seminode.solver.spi.Named;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * Chooses the next step size from the error ratio of the last step.
 *
 * <p>This is a service, found as {@link io.seminode.solver.norm.Norm} is. What a controller remembers between steps is
 * passed in and out; it has no mutable state of its own.
 */
public interface StepController extends Named {

    /**
     * The first memory, for example {@code {1}} for a controller that uses the ratio of the step before; empty if the
     * controller has none.
     */
    default double[] initialMemory() {
        return new double[0];
    }

    /**
     * Whether step sizes follow the error. If not, every step is accepted, no error is estimated, and step sizes are
     * constant.
     */
    default boolean isAdaptive() {
        return true;
    }

    /**
     * The smallest factor a rejected step is multiplied by; also what is used after a trial step with an error that is
     * not finite.
     */
    double smallestFactor();

    /**
     * Adds the operations that decide.
     *
     * <p>With own step sizes per sample, all numbers are {@code [samples]}: the operations must treat each by itself.
     *
     * @param tf adds to the graph of the solve
     * @param errorRatio scalar, finite and not negative: norm of error / tolerance
     * @param accepted scalar: whether the step was accepted
     * @param order the power of the step size that the error ratio shrinks with
     * @param memory what {@link Decision#memory} was after the step before
     */
    Decision decide(
            Ops tf, Operand<TFloat64> errorRatio, Operand<TBool> accepted, int order, List<Operand<TFloat64>> memory);

    /**
     * What the controller wants.
     *
     * @param factor scalar, positive: next step size / last step size
     * @param memory scalars, as many as in {@link #initialMemory}
     */
    record Decision(Operand<TFloat64> factor, List<Operand<TFloat64>> memory) {}
}
