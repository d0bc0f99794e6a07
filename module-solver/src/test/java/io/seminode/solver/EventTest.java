package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.UnconnectedParameterException;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Events against closed forms. */
class EventTest {
    private static final double GRAVITY = 9.81;
    private static final double RESTITUTION = 0.8;
    private static final double HEIGHT = 2;
    private static final Map<String, double[]> PARAMETERS =
            Map.of("g", new double[] {GRAVITY}, "e", new double[] {RESTITUTION});
    private static final Map<String, double[]> DROP = Map.of("h", new double[] {HEIGHT}, "v", new double[] {0});
    private static final Solver SOLVER = Solver.create().withTolerances(1e-8, 1e-8);

    /** A ball that falls, and bounces off the floor with a part of its speed. */
    private static Problem.Builder<TFloat64> ball() {
        return Problem.builder(TFloat64.class)
                .state("h", Shape.of(1))
                .state("v", Shape.of(1))
                .parameter("g", Shape.of(1))
                .parameter("e", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("h", tf.identity(y.get("v")), "v", tf.math.neg(p.get("g"))));
    }

    private static final Event<TFloat64> BOUNCE = Event.<TFloat64>of("bounce", (tf, t, y, p) -> y.get("h"))
            .falling()
            .resetting((tf, t, y, p) -> NamedOperands.of(
                    "h", tf.zerosLike(y.get("h")), "v", tf.math.neg(tf.math.mul(p.get("e"), y.get("v")))));

    /** When the ball bounces for the k-th time, counted from 0. */
    private static double bounceTime(int k) {
        double first = Math.sqrt(2 * HEIGHT / GRAVITY);
        double time = first;
        for (int i = 1; i <= k; i++) {
            time += 2 * first * Math.pow(RESTITUTION, i);
        }
        return time;
    }

    private static double height(double t) {
        int bounces = 0;
        while (bounceTime(bounces) <= t) {
            bounces++;
        }
        if (bounces == 0) {
            return HEIGHT - GRAVITY * t * t / 2;
        }
        double since = t - bounceTime(bounces - 1);
        double speed = GRAVITY * Math.sqrt(2 * HEIGHT / GRAVITY) * Math.pow(RESTITUTION, bounces);
        return speed * since - GRAVITY * since * since / 2;
    }

    private static Solution solve(
            Solver solver,
            Problem<TFloat64> problem,
            Map<String, double[]> y0,
            Map<String, double[]> parameters,
            double... times) {
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            return ode.solve(y0, times, parameters);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bouncesAsInTheClosedForm(AdjointMode mode) {
        double[] times = {0, 0.3, 0.64, 1, 1.5, 1.51, 2, 3, 3.5};
        Solution solution = solve(SOLVER.withMode(mode), ball().event(BOUNCE).build(), DROP, PARAMETERS, times);
        assertEquals(times.length, solution.times().length);
        for (int i = 0; i < times.length; i++) {
            assertEquals(height(times[i]), solution.get("h", i)[0], 1e-10, "height at " + times[i]);
        }
        List<Occurrence> events = solution.events();
        for (int k = 0; k < events.size(); k++) {
            Occurrence bounce = events.get(k);
            assertEquals("bounce", bounce.event());
            assertEquals(bounceTime(k), bounce.time(), 1e-12);
            assertEquals(0, bounce.before().get("h")[0], 1e-12);
            assertEquals(
                    -RESTITUTION * bounce.before().get("v")[0], bounce.after().get("v")[0], 1e-12);
        }
        assertTrue(bounceTime(events.size() - 1) <= 3.5 && bounceTime(events.size()) > 3.5, events.size() + " bounces");
    }

    /** A bounce turns the speed round, through the zero of another event, which is no zero of the fall. */
    @ParameterizedTest
    @EnumSource
    void jumpThatChangesTheSignOfAnotherEvent(AdjointMode mode) {
        Event<TFloat64> apex = Event.of("apex", (tf, t, y, p) -> y.get("v"));
        Problem<TFloat64> problem = ball().event(BOUNCE).event(apex).build();
        Solution solution = solve(SOLVER.withMode(mode), problem, DROP, PARAMETERS, 0, 2.5);
        double first = Math.sqrt(2 * HEIGHT / GRAVITY);
        for (int k = 0; k < 2; k++) {
            double bounce = bounceTime(k);
            double top = bounce + first * Math.pow(RESTITUTION, k + 1);
            assertEquals(1, near(solution, "bounce", bounce), "bounce " + k);
            assertTrue(near(solution, "apex", bounce) <= 1, "at bounce " + k);
            assertEquals(1, near(solution, "apex", top), "above bounce " + k);
        }
        assertEquals(height(2.5), solution.last("h")[0], 1e-9);
    }

    private static long near(Solution solution, String event, double time) {
        return solution.events().stream()
                .filter(e -> e.event().equals(event) && Math.abs(e.time() - time) < 1e-9)
                .count();
    }

    /** The height at T after the given number of bounces, from the closed form. */
    private static double lossInClosedForm(double height, double gravity, double restitution) {
        double first = Math.sqrt(2 * height / gravity);
        double since = 2 - first - 2 * first * restitution;
        double speed = gravity * first * restitution * restitution;
        return speed * since - gravity * since * since / 2;
    }

    private static double slope(DoubleUnaryOperator f, double x) {
        double h = 1e-6;
        return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
    }

    @Test
    void gradientPassesThroughBounces() {
        Problem<TFloat64> problem = ball().event(BOUNCE).build();
        double[] times = {0, 0.9, 2};
        try (OdeSolver<TFloat64> ode = SOLVER.compile(problem)) {
            Solution solution = ode.solve(DROP, times, PARAMETERS);
            assertEquals(2, solution.events().size());
            assertEquals(lossInClosedForm(HEIGHT, GRAVITY, RESTITUTION), solution.last("h")[0], 1e-9);
            Map<String, double[]> cotangents = Map.of("h", new double[] {0, 0, 1}, "v", new double[3]);
            Gradient gradient = ode.gradient(solution, cotangents, PARAMETERS);
            assertEquals(slope(h -> lossInClosedForm(h, GRAVITY, RESTITUTION), HEIGHT), gradient.state("h")[0], 1e-7);
            assertEquals(
                    slope(g -> lossInClosedForm(HEIGHT, g, RESTITUTION), GRAVITY), gradient.parameter("g")[0], 1e-7);
            assertEquals(
                    slope(e -> lossInClosedForm(HEIGHT, GRAVITY, e), RESTITUTION), gradient.parameter("e")[0], 1e-7);
            assertTrue(gradient.statistics().accepted() >= 4, "segments between outputs and bounces");
        }
    }

    /** t* = sqrt(2 (h - a) / g) and v(t*) = -g t* where the ball passes height a. */
    @ParameterizedTest
    @EnumSource
    void gradientByTimeAndStateOfAnEvent(AdjointMode mode) {
        Problem<TFloat64> problem = ball().constant("a", Shape.of(1))
                .event(Event.<TFloat64>of("floor", (tf, t, y, p) -> tf.math.sub(y.get("h"), p.get("a")))
                        .terminating())
                .parameter(new Parameter("unused", Shape.of(1), Parameter.Use.MAY_BE_UNUSED))
                .event(Event.of("e", (tf, t, y, p) -> tf.math.add(p.get("e"), y.get("h"))))
                .build();
        Map<String, double[]> parameters = new LinkedHashMap<>(PARAMETERS);
        double floor = 0.5;
        parameters.put("a", new double[] {floor});
        parameters.put("unused", new double[] {1});
        try (OdeSolver<TFloat64> ode = SOLVER.withMode(mode).compile(problem)) {
            Solution solution = ode.solve(DROP, new double[] {0, 0.1, 5}, parameters);
            assertArrayEquals(new double[] {0, 0.1}, solution.times(), "the event ends the solve");
            Occurrence event = solution.events().get(0);
            double time = Math.sqrt(2 * (HEIGHT - floor) / GRAVITY);
            assertEquals(time, event.time(), 1e-12);
            assertEquals(-GRAVITY * time, event.before().get("v")[0], 1e-9);

            Map<String, double[]> nothing = Map.of("h", new double[2], "v", new double[2]);
            Gradient byTime =
                    ode.gradient(solution, nothing, List.of(new OccurrenceCotangent(1, Map.of())), parameters);
            assertEquals(1 / (GRAVITY * time), byTime.state("h")[0], 1e-9);
            assertEquals(-time / (2 * GRAVITY), byTime.parameter("g")[0], 1e-9);
            Gradient bySpeed = ode.gradient(
                    solution, nothing, List.of(new OccurrenceCotangent(0, Map.of("v", new double[] {1}))), parameters);
            assertEquals(-1 / time, bySpeed.state("h")[0], 1e-9);
            assertEquals(-time / 2, bySpeed.parameter("g")[0], 1e-9);
            // h(t*) is a whatever the ball does.
            Gradient byHeight = ode.gradient(
                    solution, nothing, List.of(new OccurrenceCotangent(0, Map.of("h", new double[] {1}))), parameters);
            assertEquals(0, byHeight.state("h")[0], 1e-9);
            assertEquals(0, byHeight.parameter("g")[0], 1e-9);
        }
    }

    /** dz/dt = cos t from 0, so that z = sin t. */
    private static Problem.Builder<TFloat64> sine() {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.reshape(tf.math.cos(t), tf.constant(new int[] {1}))));
    }

    private static Event<TFloat64> reaching(String name, double level) {
        return Event.of(name, (tf, t, y, p) -> tf.math.sub(y.get("z"), tf.constant(level)));
    }

    private static final Map<String, double[]> ZERO = Map.of("z", new double[] {0});

    private static double[] times(Solution solution, String event) {
        return solution.events().stream()
                .filter(e -> e.event().equals(event))
                .mapToDouble(Occurrence::time)
                .toArray();
    }

    @Test
    void directionChoosesAmongChanges() {
        Problem<TFloat64> problem = sine().event(reaching("up", 0.5).rising())
                .event(reaching("down", 0.5).falling())
                .event(reaching("any", 0.5))
                .build();
        Solution solution = solve(SOLVER, problem, ZERO, Map.of(), 0, 9);
        double up = Math.PI / 6;
        double down = Math.PI - up;
        double turn = 2 * Math.PI;
        assertArrayEquals(new double[] {up, up + turn}, times(solution, "up"), 1e-7);
        assertArrayEquals(new double[] {down, down + turn}, times(solution, "down"), 1e-7);
        assertArrayEquals(new double[] {up, down, up + turn, down + turn}, times(solution, "any"), 1e-7);
        double[] all = solution.events().stream().mapToDouble(Occurrence::time).toArray();
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, all, "in the order they happen");
        assertEquals(Math.sin(9), solution.last("z")[0], 1e-7, "noting an event changes nothing");
    }

    @Test
    void goingBackDirectionsAreThoseOfTheSolve() {
        Problem<TFloat64> problem = sine().event(reaching("up", 0.5).rising())
                .event(reaching("down", 0.5).falling().terminating())
                .build();
        double end = Math.PI;
        Solution solution = solve(SOLVER, problem, ZERO, Map.of(), end, 2, 0.1);
        assertArrayEquals(new double[] {Math.PI * 5 / 6}, times(solution, "up"), 1e-7);
        assertArrayEquals(new double[] {Math.PI / 6}, times(solution, "down"), 1e-7);
        assertArrayEquals(new double[] {end, 2}, solution.times());
    }

    /** Far closer together than the steps are long. */
    @Test
    void eventsCloseTogetherAllHappenInOrder() {
        Problem.Builder<TFloat64> builder = sine();
        for (int i = 0; i < 5; i++) {
            builder.event(reaching("e" + i, 0.5 + i * 1e-9));
        }
        builder.event(reaching("twin", 0.5));
        Solution solution = solve(SOLVER, builder.build(), ZERO, Map.of(), 0, 1);
        assertEquals(6, solution.events().size());
        for (int i = 0; i < 5; i++) {
            assertEquals(1, times(solution, "e" + i).length);
            assertEquals(Math.asin(0.5 + i * 1e-9), times(solution, "e" + i)[0], 1e-7);
        }
        assertEquals(times(solution, "e0")[0], times(solution, "twin")[0], 1e-15);
    }

    @ParameterizedTest
    @EnumSource
    void eventAtAnOutputTimeHappensOnce(AdjointMode mode) {
        // z = t: the event's time is met exactly.
        Problem<TFloat64> noted = clock().event(reaching("half", 0.5)).build();
        Solution solution = solve(SOLVER.withMode(mode), noted, ZERO, Map.of(), 0, 0.5, 1);
        assertArrayEquals(new double[] {0.5}, times(solution, "half"), 1e-15);
        assertArrayEquals(new double[] {0, 0.5, 1}, solution.all("z"), 1e-15);

        // Rounding decides whether the output is just before or at the end; nothing comes after it.
        Problem<TFloat64> last =
                clock().event(reaching("end", 0.5).terminating()).build();
        Solution ended = solve(SOLVER.withMode(mode), last, ZERO, Map.of(), 0, 0.5, 1);
        assertArrayEquals(new double[] {0.5}, times(ended, "end"), 1e-15);
        assertTrue(ended.times().length <= 2, "outputs: " + ended.times().length);
    }

    private static Problem.Builder<TFloat64> clock() {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.constant(new double[] {1})));
    }

    @Test
    void eventAtTheStartHasToBeLeftFirst() {
        Problem<TFloat64> problem = sine().event(reaching("zero", 0)).build();
        Solution solution = solve(SOLVER, problem, ZERO, Map.of(), 0, 4);
        assertArrayEquals(new double[] {Math.PI}, times(solution, "zero"), 1e-6);
    }

    @Test
    void rejectedStepHasNoEvents() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .field((tf, t, y, p) -> {
                    // A spike: steps that jump across it are rejected.
                    Operand<TFloat64> d = tf.math.mul(tf.math.sub(t, tf.constant(1.0)), tf.constant(10.0));
                    Operand<TFloat64> rate =
                            tf.math.mul(tf.constant(10.0), tf.math.exp(tf.math.neg(tf.math.square(d))));
                    return NamedOperands.of("z", tf.reshape(rate, tf.constant(new int[] {1})));
                })
                .event(reaching("middle", Math.sqrt(Math.PI) / 2))
                .event(reaching("never", 3))
                .build();
        Solution solution = solve(SOLVER.withOutput(o -> o.withRecordedSteps(200)), problem, ZERO, Map.of(), 0, 2);
        assertTrue(solution.statistics().rejected() > 0, "some steps are rejected");
        assertArrayEquals(new double[] {1}, times(solution, "middle"), 1e-6);
        assertEquals(1, solution.events().size());
    }

    /** Two balls let fall together: both bounce at the same moment, neither falls through. */
    @Test
    void twoJumpsAtOnceBothHappen() {
        Problem.Builder<TFloat64> builder = Problem.builder(TFloat64.class)
                .state("h", Shape.of(2))
                .state("v", Shape.of(2))
                .field((tf, t, y, p) -> NamedOperands.of(
                        "h", tf.identity(y.get("v")), "v", tf.constant(new double[] {-GRAVITY, -GRAVITY})));
        for (int i = 0; i < 2; i++) {
            int ball = i;
            double[] factors = {1, 1};
            factors[ball] = -RESTITUTION;
            builder.event(Event.<TFloat64>of(
                            "bounce" + ball, (tf, t, y, p) -> tf.gather(y.get("h"), tf.constant(ball), tf.constant(0)))
                    .falling()
                    .resetting((tf, t, y, p) ->
                            NamedOperands.of("h", y.get("h"), "v", tf.math.mul(y.get("v"), tf.constant(factors)))));
        }
        Map<String, double[]> y0 = Map.of("h", new double[] {HEIGHT, HEIGHT}, "v", new double[] {0, 0});
        Solution solution = solve(SOLVER, builder.build(), y0, Map.of(), 0, 2);
        assertEquals(4, solution.events().size());
        assertEquals(height(2), solution.last("h")[0], 1e-9);
        assertEquals(height(2), solution.last("h")[1], 1e-9);
    }

    /** A ball that comes to rest bounces ever faster. */
    @Test
    void endlessEventsEndTheSolveWithWhatThereIs() {
        Problem<TFloat64> problem = ball().event(BOUNCE).maxEvents(10).build();
        TooManyEventsException e = assertThrows(
                TooManyEventsException.class,
                () -> solve(SOLVER, problem, DROP, PARAMETERS, 0, 0.3, bounceTime(1000) + 1));
        assertArrayEquals(new double[] {0, 0.3}, e.partialSolution().times());
        assertEquals(10, e.partialSolution().events().size());
        assertEquals(bounceTime(10), e.time(), 1e-9);
    }

    @Test
    void xlaFindsTheSame() {
        Problem<TFloat64> problem = ball().event(BOUNCE).maxEvents(8).build();
        double[] times = {0, 2};
        try (OdeSolver<TFloat64> ode = SOLVER.compile(problem, ExecutionOptions.XLA_CPU)) {
            Solution solution = ode.solve(DROP, times, PARAMETERS);
            assertEquals(2, solution.events().size());
            assertEquals(height(2), solution.last("h")[0], 1e-9);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        Event<TFloat64> wide =
                Event.of("wide", (tf, t, y, p) -> tf.concat(List.of(y.get("h"), y.get("v")), tf.constant(0)));
        assertThrows(IllegalArgumentException.class, () -> ball().event(wide).build());
        assertThrows(IllegalArgumentException.class, () -> ball().event(BOUNCE).event(BOUNCE));
        Event<TFloat64> partial = BOUNCE.resetting((tf, t, y, p) -> NamedOperands.of("h", y.get("h")));
        assertThrows(IllegalArgumentException.class, () -> ball().event(partial).build());
        Problem<TFloat64> problem = ball().event(BOUNCE).build();
        assertThrows(
                IllegalArgumentException.class, () -> SOLVER.withDenseOutput().compile(problem));
        assertThrows(UnconnectedParameterException.class, () -> ball().build());
    }
}
