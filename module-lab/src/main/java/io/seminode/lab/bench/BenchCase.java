package io.seminode.lab.bench;

import io.seminode.solver.Adjoint;
import io.seminode.solver.tensor.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the measurements of {@code bench all}.
 *
 * @param problem its name
 * @param norm of the backward solve
 * @param adjoint how the gradient is taken
 * @param engine the engine
 */
public record BenchCase(String problem, String norm, String adjoint, String engine) {
    private static final List<String> QUICK = List.of("mlp", "cnf2d");
    private static final String SEMINORM = "seminorm";

    /**
     * The measurements of some problems: every adjoint on every engine, with the default norm and the seminorm where the
     * backward solve measures parameters.
     *
     * @param problems their names
     */
    public static List<BenchCase> of(List<String> problems) {
        List<BenchCase> cases = new ArrayList<>();
        for (String problem : problems) {
            for (Adjoint adjoint : Adjoint.values()) {
                for (String norm : adjoint.isStepping() ? List.of("default", SEMINORM) : List.of(SEMINORM)) {
                    for (Engine engine : Engine.executors()) {
                        cases.add(new BenchCase(problem, norm, adjoint.id(), engine.id()));
                    }
                }
            }
        }
        return cases;
    }

    /** The subset for a first look: the small problems. */
    public static List<BenchCase> quick() {
        return quickOf(QUICK);
    }

    /** Of some problems the paper's adjoint on the native engine. */
    public static List<BenchCase> quickOf(List<String> problems) {
        return of(problems).stream()
                .filter(c -> c.adjoint.equals(Adjoint.BACKSOLVE.id()) && c.engine.equals(Engine.NATIVE.id()))
                .toList();
    }

    /** The words of the command that measures it. */
    public List<String> words(int repeats) {
        return List.of(
                "bench",
                problem,
                "--norm",
                norm,
                "--adjoint",
                adjoint,
                "--engine",
                engine,
                "--repeats",
                Integer.toString(repeats));
    }

    /** Whether it is this that was measured. */
    boolean is(BenchResult result) {
        return problem.equals(result.problem())
                && norm.equals(result.norm())
                && adjoint.equals(result.adjoint())
                && engine.equals(result.engine());
    }

    @Override
    public String toString() {
        return problem + ", " + norm + ", " + adjoint + ", " + engine;
    }
}
