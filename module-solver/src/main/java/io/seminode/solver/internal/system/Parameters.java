package io.seminode.solver.internal.system;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** The parameters of a problem as the context of a loop, and back. */
public final class Parameters {
    private Parameters() {}

    /** In the order of the problem. */
    public static <T extends TFloating> List<Operand<?>> context(Problem<T> problem, NamedOperands<T> parameters) {
        return problem.parameters().stream()
                .<Operand<?>>map(p -> parameters.get(p.name()))
                .toList();
    }

    /** What {@link #context} put in front; more may follow. */
    public static <T extends TFloating> NamedOperands<T> of(Problem<T> problem, List<Operand<?>> context) {
        List<Operand<T>> operands =
                LoopState.take(context.iterator(), problem.parameters().size());
        return NamedOperands.of(
                problem.parameters().stream().map(Parameter::name).toList(), operands);
    }
}
