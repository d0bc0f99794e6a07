package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** The gradient through events, however it is taken between them, against finite differences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventAdjointTest {
    private static final Solver SOLVER = Solver.create().withTolerances(1e-11, 1e-12);
    private static final double[] TIMES = {0, 1, 2.5};
    private static final double DIFFERENCE = 1e-5;

    /** What the loss makes of the outputs x and v, and of the times of the first two events and the speeds there. */
    private static final Map<String, double[]> OF_OUTPUTS =
            Map.of("x", new double[] {0.1, 0.7, 1}, "v", new double[] {0.2, -0.4, 0.3}, "q", new double[] {0, 0, 0.5});

    private static final double[] OF_EVENT_TIMES = {2, -1.5};
    private static final double[] OF_EVENT_SPEEDS = {0.3, 0.8};

    /** Angle, speed, stiffness, restitution, wall. */
    private static final double[] ARGUMENTS = {1, 0.2, 9, 0.7, 0.3};

    private final double[] differences = new double[ARGUMENTS.length];

    /** A pendulum that swings against a wall, and the integral of its energy. */
    private static Problem<TFloat64> pendulum() {
        return Problem.builder(TFloat64.class)
                .state("x", Shape.of(1))
                .state("v", Shape.of(1))
                .state("q", Shape.of(1))
                .parameter("k", Shape.of(1))
                .parameter("e", Shape.of(1))
                .parameter("wall", Shape.of(1))
                .field((tf, t, y, p) -> {
                    Map<String, Operand<TFloat64>> rates = new LinkedHashMap<>();
                    rates.put("x", tf.identity(y.get("v")));
                    rates.put("v", tf.math.neg(tf.math.mul(p.get("k"), tf.math.sin(y.get("x")))));
                    rates.put("q", tf.math.square(y.get("v")));
                    return NamedOperands.of(rates);
                })
                .event(Event.<TFloat64>of("wall", (tf, t, y, p) -> tf.math.add(y.get("x"), p.get("wall")))
                        .falling()
                        .resetting((tf, t, y, p) -> {
                            Map<String, Operand<TFloat64>> after = new LinkedHashMap<>(y.asMap());
                            after.put("v", tf.math.neg(tf.math.mul(p.get("e"), y.get("v"))));
                            return NamedOperands.of(after);
                        }))
                .build();
    }

    private static Map<String, double[]> start(double... arguments) {
        return Map.of("x", new double[] {arguments[0]}, "v", new double[] {arguments[1]}, "q", new double[1]);
    }

    private static Map<String, double[]> parameters(double... arguments) {
        return Map.of(
                "k", new double[] {arguments[2]},
                "e", new double[] {arguments[3]},
                "wall", new double[] {arguments[4]});
    }

    private static double loss(OdeSolver<TFloat64> ode, double... arguments) {
        Solution solution = ode.solve(start(arguments), TIMES, parameters(arguments));
        double loss = 0;
        for (Map.Entry<String, double[]> output : OF_OUTPUTS.entrySet()) {
            for (int i = 0; i < TIMES.length; i++) {
                loss += output.getValue()[i] * solution.get(output.getKey(), i)[0];
            }
        }
        for (int i = 0; i < OF_EVENT_TIMES.length; i++) {
            Occurrence event = solution.events().get(i);
            loss += OF_EVENT_TIMES[i] * event.time() + OF_EVENT_SPEEDS[i] * speed(event);
        }
        return loss;
    }

    private static double speed(Occurrence event) {
        return event.before().getOrDefault("v", new double[1])[0];
    }

    @BeforeAll
    void takeDifferences() {
        try (OdeSolver<TFloat64> ode = SOLVER.compile(pendulum())) {
            for (int i = 0; i < ARGUMENTS.length; i++) {
                double[] more = ARGUMENTS.clone();
                more[i] += DIFFERENCE;
                double[] less = ARGUMENTS.clone();
                less[i] -= DIFFERENCE;
                differences[i] = (loss(ode, more) - loss(ode, less)) / (2 * DIFFERENCE);
            }
        }
        assertTrue(Arrays.stream(differences).allMatch(d -> Math.abs(d) > 0.01), Arrays.toString(differences));
    }

    @ParameterizedTest
    @EnumSource
    void gradientAgreesWithFiniteDifferences(Adjoint adjoint) {
        try (OdeSolver<TFloat64> ode = SOLVER.withAdjoint(adjoint).compile(pendulum())) {
            Map<String, double[]> parameters = parameters(ARGUMENTS);
            Solution solution = ode.solve(start(ARGUMENTS), TIMES, parameters);
            assertEquals(OF_EVENT_TIMES.length, solution.events().size());
            List<OccurrenceCotangent> ofEvents = List.of(
                    new OccurrenceCotangent(OF_EVENT_TIMES[0], Map.of("v", new double[] {OF_EVENT_SPEEDS[0]})),
                    new OccurrenceCotangent(OF_EVENT_TIMES[1], Map.of("v", new double[] {OF_EVENT_SPEEDS[1]})));
            Gradient gradient = ode.gradient(solution, OF_OUTPUTS, ofEvents, parameters);
            double[] found = {
                gradient.state("x")[0],
                gradient.state("v")[0],
                gradient.parameter("k")[0],
                gradient.parameter("e")[0],
                gradient.parameter("wall")[0]
            };
            for (int i = 0; i < found.length; i++) {
                assertEquals(differences[i], found[i], 1e-6 * Math.abs(differences[i]), "argument " + i);
            }
        }
    }

    /** Nothing is kept of the solve with events, so that it is bounded by no store. */
    @Test
    void nothingIsKeptOfTheSolveItself() {
        Solver small = SOLVER.withAdjoint(Adjoint.CHECKPOINTED).withGradients(g -> g.withStoredSteps(2));
        try (OdeSolver<TFloat64> ode = small.compile(pendulum())) {
            Solution solution = ode.solve(start(ARGUMENTS), TIMES, parameters(ARGUMENTS));
            assertTrue(
                    solution.statistics().accepted() > 64, solution.statistics().toString());
        }
    }
}
