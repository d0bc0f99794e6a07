package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What cannot be solved is refused by its name. */
class RefusedInputTest {
    private static final double[] TIMES = {0, 1};
    private static final Map<String, double[]> START = Map.of("z", new double[] {1, 2});
    private static final Map<String, double[]> RATE = Map.of("k", new double[] {-1});
    private static OdeSolver<TFloat64> ode;

    @BeforeAll
    static void compile() {
        ode = Solver.create().compile(decay(2));
    }

    @AfterAll
    static void close() {
        ode.close();
    }

    private static Problem<TFloat64> decay(int size) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(size))
                .parameter("k", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.mul(p.get("k"), y.get("z"))))
                .build();
    }

    private static Map<String, double[]> with(Map<String, double[]> values, String name, double... value) {
        Map<String, double[]> more = new HashMap<>(values);
        more.put(name, value);
        return more;
    }

    private static void assertRefused(
            String words, Map<String, double[]> y0, Map<String, double[]> p, double... times) {
        IllegalArgumentException found = assertThrows(IllegalArgumentException.class, () -> ode.solve(y0, times, p));
        assertTrue(String.valueOf(found.getMessage()).contains(words), found.getMessage());
    }

    @Test
    void numbersThatAreNotFinite() {
        assertRefused("part \"z\" is NaN at element 1", with(START, "z", 1, Double.NaN), RATE, TIMES);
        assertRefused(
                "part \"z\" is Infinity at element 0", with(START, "z", Double.POSITIVE_INFINITY, 1), RATE, TIMES);
        assertRefused("parameter \"k\" is NaN at element 0", START, with(RATE, "k", Double.NaN), TIMES);
        assertRefused("number 0 is NaN", START, RATE, Double.NaN, 1);
        assertRefused("number 1 is Infinity", START, RATE, 0, Double.POSITIVE_INFINITY);
    }

    @Test
    void namesThatTheProblemDoesNotHave() {
        assertRefused("Found a part \"x\"", with(START, "x", 1), RATE, TIMES);
        assertRefused("Found a parameter \"l\"", START, with(RATE, "l", 1), TIMES);
        Solution solution = ode.solve(START, TIMES, RATE);
        Map<String, double[]> cotangents = Map.of("z", new double[4], "x", new double[2]);
        IllegalArgumentException found =
                assertThrows(IllegalArgumentException.class, () -> ode.gradient(solution, cotangents, RATE));
        assertTrue(String.valueOf(found.getMessage()).contains("cotangent of part \"x\""), found.getMessage());
    }

    @Test
    void emptyBatch() {
        IllegalArgumentException found = assertThrows(IllegalArgumentException.class, () -> decay(0));
        assertTrue(String.valueOf(found.getMessage()).contains("Part \"z\""), found.getMessage());
    }

    /** Where a solution is zero and nothing is wrong with it, the tolerance of zero is kept. */
    @Test
    void noAbsoluteToleranceAtZero() {
        try (OdeSolver<TFloat64> relative =
                Solver.create().withTolerances(1e-6, 0).compile(decay(2))) {
            Solution solution = relative.solve(Map.of("z", new double[] {0, 1}), TIMES, RATE);
            assertEquals(0, solution.last("z")[0]);
            assertEquals(Math.exp(-1), solution.last("z")[1], 1e-5);
        }
    }
}
