package io.seminode.models;

import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A neural differential equation that can be trained: its parameters, what a batch looks like, and its loss with the
 * gradient by an adjoint solve. There is one training loop for all of them.
 */
public interface TrainableModel {
    /** The parameters that are learnt, in order. */
    List<Parameter> parameters();

    /**
     * First values of the parameters; the same seed gives the same values.
     *
     * @return for each parameter its values, row-major
     */
    Map<String, float[]> initialParameters(long seed);

    /** The fields of a batch, those of {@link #draw} included. */
    List<TensorSpec> batch(int size);

    /**
     * Draws the fields of a batch that are not data: the noise of a stochastic estimate. The loop gives a generator that
     * depends on seed, epoch and batch alone, so that a training that is resumed sees the same noise.
     *
     * @return for each such field its values, row-major; empty if the model needs none
     */
    default Map<String, float[]> draw(int size, SplittableRandom random) {
        return Map.of();
    }

    /** The name of its {@link ModelKind}, as in files. */
    String kind();

    /** What its {@link ModelKind} rebuilds it from. */
    Record settings();

    /**
     * Adds the loss of a batch, and its gradient if wanted.
     *
     * @param tf adds to the function's graph
     * @param parameters by name
     * @param batch the fields of {@link #batch}, by name
     * @param size of the batch
     * @param solver solves forward and backward
     */
    SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient);

    /**
     * Throws if a solve failed in the function that {@link #loss} was added to.
     *
     * @param outputs of the function, with the outcomes under {@link SymbolicLoss#FORWARD} and, with a gradient, {@link
     *     SymbolicLoss#BACKWARD}
     * @throws io.seminode.solver.SolveException if one did
     */
    void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient);

    /** The number of learnt numbers. */
    default long parameterCount() {
        return parameters().stream().mapToLong(p -> p.shape().size()).sum();
    }
}
