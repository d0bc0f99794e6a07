package io.seminode.solver.internal.system;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a right-hand side depends on besides time and values: it does not change in a solve, and every loop is given it.
 *
 * @param parameters those of the problem, in its order, constants included
 * @param forward the solution that an adjoint system reads z from; null for all others
 */
public record Context<T extends TFloating>(
        NamedOperands<T> parameters, @Nullable Stored forward) {

    /**
     * A solution that was stored.
     *
     * @param steps how many were accepted
     * @param buffers what its store wrote
     */
    public record Stored(Operand<TInt32> steps, Record buffers) {}

    /** The parameters of a problem; others that are there too are left out. */
    public static <T extends TFloating> Context<T> of(Problem<T> problem, NamedOperands<T> parameters) {
        return of(problem, parameters, null);
    }

    /** The same with the stored solution of the problem. */
    public static <T extends TFloating> Context<T> of(
            Problem<T> problem, NamedOperands<T> parameters, @Nullable Stored forward) {
        List<String> names = problem.parameters().stream().map(Parameter::name).toList();
        return new Context<>(
                NamedOperands.of(names, names.stream().map(parameters::get).toList()), forward);
    }
}
