package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SymbolicGradient;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** A way from the derivatives of a loss by a solution to those by what the solution depends on. */
public interface AdjointSolve<T extends TFloating> {
    /** The parts that can be at fault, in the order of a failure's culprit. */
    List<Part> parts();

    /** The parts whose tolerances steer the solve. */
    default List<Part> toleranced() {
        return List.of();
    }

    /** How many steps find room, if they are kept. */
    default int capacity() {
        return Integer.MAX_VALUE;
    }

    /** Adds the operations. */
    SymbolicGradient<T> build(Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters);

    /**
     * What is known of the forward solve.
     *
     * @param values for each part [n, ...]
     * @param times [n], those of the forward solve
     * @param n the number of times
     * @param nextStep the step size it would have gone on with
     * @param accepted its number of steps
     * @param stored what its {@link StepStore} kept
     */
    record Forward<T extends TFloating>(
            NamedOperands<T> values,
            Operand<TFloat64> times,
            int n,
            Operand<TFloat64> nextStep,
            Operand<TInt32> accepted,
            Record stored) {}
}
