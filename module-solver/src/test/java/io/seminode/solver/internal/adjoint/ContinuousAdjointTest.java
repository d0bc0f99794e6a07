package io.seminode.solver.internal.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.control.Output;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.control.Tolerances;
import io.seminode.solver.internal.solve.ForwardSolve;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What is integrated backward: as much as is asked for. */
class ContinuousAdjointTest {
    /** z is coupled, q an integral over it; the field depends on time. */
    private static final Problem<TFloat64> PROBLEM = Problem.builder(TFloat64.class)
            .state("z", Shape.of(2))
            .state("q", Shape.of(2))
            .parameter("w", Shape.of(2))
            .field((tf, t, y, p) -> NamedOperands.of(
                    "z", tf.math.mul(tf.math.mul(p.get("w"), y.get("z")), t), "q", tf.math.square(y.get("z"))))
            .build();

    private static final StepSettings SETTINGS = new StepSettings(
            new DormandPrince5(),
            false,
            new Seminorm(),
            Tolerances.DEFAULT,
            StepControl.DEFAULT,
            new SolveLimits(100, null),
            Output.DEFAULT);

    private static List<String> parts(boolean lazily, AdjointMethod adjoint) {
        return new ForwardSolve<>(PROBLEM, SETTINGS, lazily, new Storage(adjoint.keeps(), 10, 1_000_000))
                .adjoint(adjoint, SETTINGS, true).parts().stream()
                        .map(Part::name)
                        .toList();
    }

    @Test
    void faithfulWayIntegratesEverything() {
        assertEquals(List.of("z", "q", "a_z", "a_q", "a_theta.w", "a_t"), parts(false, new Backsolve()));
    }

    @Test
    void lazyWayLeavesOutWhatIsKnown() {
        assertEquals(List.of("z", "a_z", "a_q", "a_theta.w"), parts(true, new Backsolve()));
    }

    @Test
    void interpolatingLeavesOutTheState() {
        assertEquals(List.of("a_z", "a_q", "a_theta.w", "a_t"), parts(false, new Interpolating()));
        assertEquals(List.of("a_z", "a_q", "a_theta.w"), parts(true, new Interpolating()));
    }
}
