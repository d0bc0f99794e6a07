package io.seminode.lab.verify;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solver;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.types.family.TFloating;

/**
 * What cases are run with: engine and device, the registered methods and norms, and the compiled solvers, which runs
 * with the same tolerances share.
 */
final class Workbench implements AutoCloseable {
    private final ExecutionOptions options;
    private final Providers<Norm> norms = Norms.load();
    private final Providers<Method> methods = Methods.load();
    private final Map<Key, OdeSolver<?>> compiled = new HashMap<>();

    Workbench(ExecutionOptions options) {
        this.options = options;
    }

    /** Problems are compared by identity: they have no other. */
    private record Key(Solver solver, Problem<?> problem) {}

    ExecutionOptions options() {
        return options;
    }

    Providers<Method> methods() {
        return methods;
    }

    Norm norm(String name) {
        return norms.get(name);
    }

    boolean hasNorm(String name) {
        return norms.names().contains(name);
    }

    /** A compiled solver, owned by this bench. */
    @SuppressWarnings("unchecked") // the key holds the problem, and with it the type
    <T extends TFloating> OdeSolver<T> compile(Solver solver, Problem<T> problem) {
        return (OdeSolver<T>) compiled.computeIfAbsent(new Key(solver, problem), k -> solver.compile(problem, options));
    }

    /** Frees what was compiled; done after each file. */
    void release() {
        compiled.values().forEach(OdeSolver::close);
        compiled.clear();
    }

    @Override
    public void close() {
        release();
    }
}
