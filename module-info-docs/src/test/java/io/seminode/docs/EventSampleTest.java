package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.Gradient;
import io.seminode.solver.OccurrenceCotangent;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

@Tag("class-path")
class EventSampleTest {
    @Test
    void bouncingBall() {
        // tag::ball[]
        // a ball at height h with speed v; each bounce takes a part of the speed
        Event<TFloat64> bounce = Event.<TFloat64>of("bounce", (tf, t, y, p) -> y.get("h"))
                .falling()
                .resetting((tf, t, y, p) -> NamedOperands.of(
                        "h", tf.zerosLike(y.get("h")), "v", tf.math.neg(tf.math.mul(p.get("e"), y.get("v")))));
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("h", Shape.of(1))
                .state("v", Shape.of(1))
                .parameter("g", Shape.of(1))
                .parameter("e", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("h", tf.identity(y.get("v")), "v", tf.math.neg(p.get("g"))))
                .event(bounce)
                .build();
        Map<String, double[]> drop = Map.of("h", new double[] {2}, "v", new double[] {0});
        Map<String, double[]> parameters = Map.of("g", new double[] {9.81}, "e", new double[] {0.8});
        try (OdeSolver<TFloat64> ode = Solver.create().compile(problem)) {
            Solution solution = ode.solve(drop, new double[] {0, 2}, parameters);
            double second = solution.events().get(1).time();
            // the gradient of the time of the second bounce
            List<OccurrenceCotangent> cotangents =
                    new ArrayList<>(Collections.nCopies(solution.events().size(), OccurrenceCotangent.NONE));
            cotangents.set(1, new OccurrenceCotangent(1, Map.of()));
            Map<String, double[]> nothing = Map.of("h", new double[2], "v", new double[2]);
            Gradient gradient = ode.gradient(solution, nothing, cotangents, parameters);
            double byHeight = gradient.state("h")[0];
            double byRestitution = gradient.parameter("e")[0];
            // end::ball[]
            double first = Math.sqrt(2 * 2 / 9.81);
            assertEquals(first * (1 + 2 * 0.8), second, 1e-6);
            assertEquals(second / 4, byHeight, 1e-5);
            assertEquals(2 * first, byRestitution, 1e-5);
            // tag::ball[]
        }
        // end::ball[]
    }
}
