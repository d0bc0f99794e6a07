package io.seminode.solver.support;

import static io.seminode.solver.support.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.tensorflow.types.TFloat64;

/**
 * A problem with a loss that is linear in its solution at every output time, the first one included, and the gradient of
 * that loss by finite differences of accurate forward solves.
 */
public final class GradientCase {
    private static final double STEP = 1e-3;

    private final String name;
    private final Problem<TFloat64> problem;
    private final double[] times;
    private final Map<String, double[]> state;
    private final Map<String, double[]> parameters;
    private final Map<String, double[]> cotangents;
    private final Map<String, double[]> byState = new LinkedHashMap<>();
    private final Map<String, double[]> byParameter = new LinkedHashMap<>();
    private final double[] byTime;

    /** Draws state, parameters and cotangents at random and takes the differences. */
    public GradientCase(String name, Problem<TFloat64> problem, double... times) {
        this.name = name;
        this.problem = problem;
        this.times = times;
        this.state = new LinkedHashMap<>();
        this.cotangents = new LinkedHashMap<>();
        this.parameters = new LinkedHashMap<>();
        int seed = 100;
        for (Part part : problem.parts()) {
            int size = (int) part.shape().size();
            state.put(part.name(), Fixtures.random(seed++, size, 1));
            cotangents.put(part.name(), Fixtures.random(seed++, times.length * size, 1));
        }
        for (Parameter parameter : problem.parameters()) {
            parameters.put(
                    parameter.name(),
                    Fixtures.random(seed++, (int) parameter.shape().size(), 1));
        }
        this.byTime = new double[times.length];
        try (OdeSolver<TFloat64> accurate = Solver.create()
                .withNorm(new DefaultNorm())
                .withTolerances(1e-12, 1e-13)
                .compile(problem, ExecutionOptions.NATIVE_CPU)) {
            state.forEach((part, values) -> byState.put(part, differences(values, accurate)));
            problem.learntParameters()
                    .forEach(p -> byParameter.put(p.name(), differences(parameters.get(p.name()), accurate)));
            System.arraycopy(differences(times, accurate), 0, byTime, 0, times.length);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** The problem. */
    public Problem<TFloat64> problem() {
        return problem;
    }

    /** Solves, takes the gradient, and compares all of it with the differences. */
    public void assertGradient(Solver solver, ExecutionOptions options, double tolerance) {
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, options)) {
            Solution solution = compiled.solve(state, times, parameters);
            Gradient gradient = compiled.gradientWithTimes(solution, cotangents, parameters);
            assertGradient(gradient, tolerance);
            assertClose(byTime, gradient.times(), tolerance, tolerance, name + ": by times");
        }
    }

    /** The same without the gradient by times, which may take another way through the solver. */
    public void assertGradientWithoutTimes(Solver solver, ExecutionOptions options, double tolerance) {
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, options)) {
            Solution solution = compiled.solve(state, times, parameters);
            Gradient gradient = compiled.gradient(solution, cotangents, parameters);
            assertGradient(gradient, tolerance);
            assertEquals(0, gradient.times().length);
        }
    }

    /** What the backward solve costs. */
    public SolveStatistics backward(Solver solver) {
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(state, times, parameters);
            return compiled.gradient(solution, cotangents, parameters).statistics();
        }
    }

    private void assertGradient(Gradient gradient, double tolerance) {
        byState.forEach((part, expected) ->
                assertClose(expected, gradient.state(part), tolerance, tolerance, name + ": by state " + part));
        byParameter.forEach((parameter, expected) -> assertClose(
                expected, gradient.parameter(parameter), tolerance, tolerance, name + ": by parameter " + parameter));
    }

    /** Four-point central differences of the loss by each of the values, which are put back. */
    private double[] differences(double[] values, OdeSolver<TFloat64> solver) {
        DoubleSupplier loss = () -> loss(solver);
        double[] derivatives = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
            int[] offsets = {-2, -1, 1, 2};
            for (int j = 0; j < offsets.length; j++) {
                values[i] = value + offsets[j] * STEP;
                derivatives[i] += weights[j] * loss.getAsDouble() / STEP;
            }
            values[i] = value;
        }
        return derivatives;
    }

    private double loss(OdeSolver<TFloat64> solver) {
        Solution solution = solver.solve(state, times, parameters);
        double sum = 0;
        for (String part : solution.parts()) {
            int size = state.get(part).length;
            for (int i = 0; i < times.length; i++) {
                double[] weights = Arrays.copyOfRange(cotangents.get(part), i * size, (i + 1) * size);
                sum += Fixtures.dot(weights, solution.get(part, i));
            }
        }
        return sum;
    }
}
