package io.seminode.solver.testkit;

import io.seminode.solver.control.StepController;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Runs a controller on one number, from its first memory. */
public final class Decisions {
    private Decisions() {}

    /** The factor for an error ratio. */
    public static double factor(StepController controller, double ratio, int order) {
        return Evaluation.of(
                List.of(Shape.scalar()),
                List.of(new double[] {ratio}),
                (tf, in) -> decide(tf, controller, in.get(0), order).factor())[0];
    }

    /** The factors for the error ratios of several samples, each of which has steps of its own. */
    public static double[] factors(StepController controller, double[] ratios, int order) {
        return Evaluation.of(List.of(Shape.of(ratios.length)), List.of(ratios), (tf, in) -> {
            Operand<TFloat64> ratio = in.get(0);
            // A controller may give all of them one factor.
            return tf.math.add(decide(tf, controller, ratio, order).factor(), tf.zerosLike(ratio));
        });
    }

    /** What is remembered after a step with that error ratio. */
    public static double[] memory(StepController controller, double ratio, int order) {
        if (controller.initialMemory().length == 0) {
            return new double[0];
        }
        return Evaluation.of(
                List.of(Shape.scalar()),
                List.of(new double[] {ratio}),
                (tf, in) -> tf.stack(decide(tf, controller, in.get(0), order).memory()));
    }

    private static StepController.Decision decide(
            Ops tf, StepController controller, Operand<TFloat64> ratio, int order) {
        List<Operand<TFloat64>> memory = new ArrayList<>();
        for (double value : controller.initialMemory()) {
            memory.add(tf.math.add(tf.zerosLike(ratio), tf.constant(value)));
        }
        return controller.decide(tf, ratio, tf.math.lessEqual(ratio, tf.constant(1.0)), order, memory);
    }
}
