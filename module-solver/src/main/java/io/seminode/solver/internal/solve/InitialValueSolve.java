package io.seminode.solver.internal.solve;

import io.seminode.solver.internal.adjoint.AdjointMethod;
import io.seminode.solver.internal.adjoint.AdjointSolve;
import io.seminode.solver.internal.adjoint.ForwardPass;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SymbolicSolution;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** A forward solve that can be added to a graph, and its adjoints. */
public interface InitialValueSolve<T extends TFloating> {
    /** What an adjoint of it is made from. */
    ForwardPass<T> pass();

    /** What is kept of the steps. */
    default StepStore<T> store() {
        return pass().store();
    }

    /** The parts of the state, those with stages first; their order is that of a failure's culprit. */
    default List<Part> parts() {
        return pass().system().parts();
    }

    /** The parts whose tolerances steer the solve. */
    default List<Part> toleranced() {
        return pass().loop().toleranced();
    }

    /**
     * Adds the operations.
     *
     * @param y0 the state at the first time
     * @param times [n], increasing or decreasing
     * @param n the number of times, at least 1
     * @param parameters parameters and constants of the problem
     */
    SymbolicSolution<T> build(Ops tf, NamedOperands<T> y0, Operand<TFloat64> times, int n, NamedOperands<T> parameters);

    /**
     * The adjoint of this solve.
     *
     * @param adjoint its kind, which this solve must have stored for
     * @param backward how the backward solve steps
     * @param timeGradient whether the gradient by the output times is wanted
     */
    default AdjointSolve<T> adjoint(AdjointMethod adjoint, StepSettings backward, boolean timeGradient) {
        if (!pass().system().lanes().areJoint()) {
            SampleRules.require(adjoint);
        }
        return adjoint.of(pass(), backward, timeGradient);
    }
}
