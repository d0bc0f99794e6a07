package io.seminode.solver.control;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * Steps of one size, whatever the error: the first step's, or without one a step from output time to output time.
 *
 * <p>Steps are cut where an output time, a jump or a step time asks for it. Methods without an error estimate are always
 * controlled so.
 */
public final class ConstantController implements StepController {

    /** For the service loader, and for use without one. */
    public ConstantController() {}

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public String description() {
        return "steps of constant size: the first step's, or one for each output time";
    }

    @Override
    public boolean isAdaptive() {
        return false;
    }

    @Override
    public double smallestFactor() {
        return 1;
    }

    @Override
    public Decision decide(
            Ops tf, Operand<TFloat64> errorRatio, Operand<TBool> accepted, int order, List<Operand<TFloat64>> memory) {
        return new Decision(tf.constant(1.0), memory);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConstantController;
    }

    @Override
    public int hashCode() {
        return ConstantController.class.hashCode();
    }
}
