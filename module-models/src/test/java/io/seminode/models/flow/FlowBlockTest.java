package io.seminode.models.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class FlowBlockTest {
    private static final int BATCH = 3;
    private static final double[] TIMES = {0, 1};
    private static final Solver TIGHT = Solver.create().withTolerances(1e-9, 1e-9);
    private static final List<Regulariser> ALL = List.of(Regulariser.values());

    private static FlowField network(TimeInput input) {
        return FlowField.network("field", 2, input, Activation.TANH, 6, 5);
    }

    private static FlowField images() {
        return FlowField.convolutional("field", Shape.of(4, 4, 2), Activation.SOFTPLUS, 3);
    }

    private static Map<String, double[]> arguments(FlowBlock flow, int batch, double gain) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        flow.field().initialise(new SplittableRandom(5), weights);
        Map<String, double[]> arguments = new LinkedHashMap<>();
        weights.forEach((name, values) -> arguments.put(name, scaled(values, gain)));
        if (flow.divergence().isEstimate()) {
            arguments.put(FlowBlock.NOISE, gaussian(11, (int) flow.shape(batch).size()));
        }
        return arguments;
    }

    private static double[] scaled(float[] values, double gain) {
        double[] scaled = new double[values.length];
        Arrays.setAll(scaled, i -> values[i] * gain);
        return scaled;
    }

    private static double[] gaussian(long seed, int size) {
        return new Random(seed).doubles(size, -1.5, 1.5).toArray();
    }

    private static Map<String, double[]> first(FlowBlock flow, int batch) {
        Map<String, double[]> first = new HashMap<>();
        first.put(FlowBlock.X, gaussian(7, (int) flow.shape(batch).size()));
        first.put(FlowBlock.LOG_DENSITY, new double[batch]);
        flow.regularisers().forEach(r -> first.put(r.part(), new double[batch]));
        return first;
    }

    /** Remembers what it was asked to measure. */
    private record Remembering(Norm norm, Set<String> measured) implements Norm {
        @Override
        public String name() {
            return "remembering";
        }

        @Override
        public String description() {
            return norm.description();
        }

        @Override
        public boolean measures(Part part) {
            return norm.measures(part);
        }

        @Override
        public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
            parts.forEach(p -> measured.add(p.part().name()));
            return norm.of(tf, parts);
        }
    }

    @Test
    void nobodyDeclaresTheLogDensityAQuadrature() {
        FlowBlock flow = new FlowBlock(network(TimeInput.CONCAT_SQUASH), Divergence.GAUSSIAN, ALL);
        Problem<TFloat64> problem = flow.problem(TFloat64.class, BATCH);
        Map<String, Role> roles = new LinkedHashMap<>();
        problem.parts().forEach(p -> roles.put(p.name(), p.role()));
        assertEquals(
                Map.of(
                        "x", Role.COUPLED,
                        "logp", Role.QUADRATURE,
                        "kinetic", Role.QUADRATURE,
                        "jacobian", Role.QUADRATURE),
                roles);
    }

    @ParameterizedTest
    @EnumSource
    void theSeminormLeavesTheLogDensityOutForwardAndBackward(AdjointMode mode) {
        FlowBlock flow = new FlowBlock(network(TimeInput.CONCAT), Divergence.GAUSSIAN, ALL);
        Problem<TFloat64> problem = flow.problem(TFloat64.class, BATCH);
        Set<String> forward = new LinkedHashSet<>();
        Set<String> backward = new LinkedHashSet<>();
        Solver solver = Solver.create()
                .withMode(mode)
                .withNorms(new Remembering(new Seminorm(), forward), new Remembering(new Seminorm(), backward));
        Map<String, double[]> arguments = arguments(flow, BATCH, 1);
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            Solution solution = ode.solve(first(flow, BATCH), TIMES, arguments);
            ode.gradient(solution, cotangents(flow, solution, BATCH), arguments);
        }
        assertEquals(Set.of("x"), forward);
        // The adjoint's rate of x does depend on the adjoints of the integrals, which are constant.
        assertEquals(Set.of("x", "a_x", "a_logp", "a_kinetic", "a_jacobian"), backward);
    }

    /** A loss with all parts in it: the mean of |z|^2 / 2 + logp + 0.3 kinetic + 0.3 jacobian. */
    private static double loss(FlowBlock flow, Solution solution, int batch) {
        double loss = 0;
        for (double z : solution.last(FlowBlock.X)) {
            loss += z * z / 2 / batch;
        }
        loss += Arrays.stream(solution.last(FlowBlock.LOG_DENSITY)).sum() / batch;
        for (Regulariser r : flow.regularisers()) {
            loss += 0.3 * Arrays.stream(solution.last(r.part())).sum() / batch;
        }
        return loss;
    }

    private static Map<String, double[]> cotangents(FlowBlock flow, Solution solution, int batch) {
        Map<String, double[]> cotangents = new HashMap<>();
        cotangents.put(
                FlowBlock.X,
                atEnd(Arrays.stream(solution.last(FlowBlock.X))
                        .map(z -> z / batch)
                        .toArray()));
        cotangents.put(FlowBlock.LOG_DENSITY, atEnd(filled(batch, 1.0 / batch)));
        flow.regularisers().forEach(r -> cotangents.put(r.part(), atEnd(filled(batch, 0.3 / batch))));
        return cotangents;
    }

    private static double[] filled(int size, double value) {
        double[] filled = new double[size];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double[] atEnd(double[] values) {
        double[] cotangent = new double[2 * values.length];
        System.arraycopy(values, 0, cotangent, values.length, values.length);
        return cotangent;
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        for (FlowField field : List.of(network(TimeInput.CONCAT), network(TimeInput.CONCAT_SQUASH), images())) {
            for (Divergence divergence : List.of(Divergence.EXACT, Divergence.GAUSSIAN)) {
                FlowBlock flow = new FlowBlock(field, divergence, ALL);
                compareWithFiniteDifferences(flow, field + " " + divergence);
            }
        }
    }

    private static void compareWithFiniteDifferences(FlowBlock flow, String message) {
        Map<String, double[]> arguments = arguments(flow, BATCH, 1.5);
        Map<String, double[]> first = first(flow, BATCH);
        try (OdeSolver<TFloat64> ode = TIGHT.compile(flow.problem(TFloat64.class, BATCH))) {
            Solution solution = ode.solve(first, TIMES, arguments);
            Gradient gradient = ode.gradient(solution, cotangents(flow, solution, BATCH), arguments);
            for (var parameter : flow.field().parameters()) {
                double found = gradient.parameter(parameter.name())[0];
                double expected = difference(flow, ode, first, arguments, arguments.get(parameter.name()), 0);
                assertEquals(expected, found, tolerance(found), message + " by " + parameter.name());
            }
            double expected = difference(flow, ode, first, arguments, first.get(FlowBlock.X), 1);
            double byX = gradient.state(FlowBlock.X)[1];
            assertEquals(expected, byX, tolerance(byX), message + " by x");
        }
    }

    private static double tolerance(double derivative) {
        return 2e-6 * Math.max(1, Math.abs(derivative));
    }

    /** The derivative of the loss by one number among the first state or the arguments. */
    private static double difference(
            FlowBlock flow,
            OdeSolver<TFloat64> ode,
            Map<String, double[]> first,
            Map<String, double[]> arguments,
            double[] changed,
            int index) {
        double h = 1e-4;
        double old = changed[index];
        changed[index] = old + h;
        double above = loss(flow, ode.solve(first, TIMES, arguments), BATCH);
        changed[index] = old - h;
        double below = loss(flow, ode.solve(first, TIMES, arguments), BATCH);
        changed[index] = old;
        return (above - below) / (2 * h);
    }

    @Test
    void integralsOfALinearFieldAreThoseOfTheFormulas() {
        // v = W x: the divergence is the trace of W, the Jacobian W itself; with W = diag(a, b) x grows by exp(a t).
        FlowBlock flow =
                new FlowBlock(FlowField.network("field", 2, TimeInput.CONCAT, Activation.TANH), Divergence.EXACT, ALL);
        double a = 0.4;
        double b = -0.7;
        Map<String, double[]> arguments = Map.of(
                "field.layer0.weight", new double[] {0, a, 0, 0, 0, b},
                "field.layer0.bias", new double[] {0, 0});
        Map<String, double[]> first = first(flow, 1);
        first.put(FlowBlock.X, new double[] {2, 3});
        try (OdeSolver<TFloat64> ode = TIGHT.compile(flow.problem(TFloat64.class, 1))) {
            Solution solution = ode.solve(first, TIMES, arguments);
            assertArrayEquals(new double[] {2 * Math.exp(a), 3 * Math.exp(b)}, solution.last(FlowBlock.X), 1e-8);
            assertEquals(-(a + b), solution.last(FlowBlock.LOG_DENSITY)[0], 1e-8);
            assertEquals(a * a + b * b, solution.last("jacobian")[0], 1e-8);
            double kinetic = 4 * a * Math.expm1(2 * a) / 2 + 9 * b * Math.expm1(2 * b) / 2;
            assertEquals(kinetic, solution.last("kinetic")[0], 1e-7);
        }
    }

    @Test
    void estimatesOfTheDivergenceHaveItAsMean() {
        int batch = 2000;
        FlowBlock exact = new FlowBlock(network(TimeInput.CONCAT), Divergence.EXACT);
        FlowBlock estimate = new FlowBlock(network(TimeInput.CONCAT), Divergence.GAUSSIAN);
        Map<String, double[]> first = first(exact, batch);
        double[] x = first.get(FlowBlock.X);
        for (int i = 2; i < x.length; i++) {
            x[i] = x[i % 2]; // one example, with other noise each time
        }
        Map<String, double[]> arguments = arguments(exact, batch, 2);
        Map<String, double[]> noisy = new HashMap<>(arguments);
        Random random = new Random(1);
        noisy.put(
                FlowBlock.NOISE,
                random.doubles(2L * batch).map(u -> random.nextGaussian()).toArray());
        double expected;
        try (OdeSolver<TFloat64> ode = TIGHT.compile(exact.problem(TFloat64.class, batch))) {
            expected = ode.solve(first, TIMES, arguments).last(FlowBlock.LOG_DENSITY)[0];
        }
        try (OdeSolver<TFloat64> ode = TIGHT.compile(estimate.problem(TFloat64.class, batch))) {
            double[] estimates = ode.solve(first, TIMES, noisy).last(FlowBlock.LOG_DENSITY);
            double mean = Arrays.stream(estimates).average().orElseThrow();
            double variance =
                    Arrays.stream(estimates).map(e -> (e - mean) * (e - mean)).sum() / batch;
            assertTrue(variance > 1e-3, "the noise matters");
            assertEquals(expected, mean, 4 * Math.sqrt(variance / batch));
        }
    }

    @Test
    void theDensityOfAFlowIntegratesToOne() {
        FlowBlock flow = new FlowBlock(network(TimeInput.CONCAT_SQUASH), Divergence.EXACT);
        int side = 80;
        int batch = side * side;
        double reach = 8;
        double cell = 2 * reach / side;
        double[] points = new double[2 * batch];
        for (int i = 0; i < batch; i++) {
            int row = i / side;
            points[2 * i] = -reach + (row + 0.5) * cell;
            points[2 * i + 1] = -reach + (i % side + 0.5) * cell;
        }
        Map<String, double[]> first = first(flow, batch);
        first.put(FlowBlock.X, points);
        try (OdeSolver<TFloat64> ode = TIGHT.compile(flow.problem(TFloat64.class, batch))) {
            Solution solution = ode.solve(first, TIMES, arguments(flow, batch, 6));
            double[] z = solution.last(FlowBlock.X);
            double[] change = solution.last(FlowBlock.LOG_DENSITY);
            double mass = 0;
            double moved = 0;
            for (int i = 0; i < batch; i++) {
                double square = z[2 * i] * z[2 * i] + z[2 * i + 1] * z[2 * i + 1];
                mass += Math.exp(-square / 2 - change[i]) / (2 * Math.PI) * cell * cell;
                moved = Math.max(moved, Math.abs(change[i]));
            }
            assertTrue(moved > 0.3, "the flow does something: " + moved);
            assertEquals(1, mass, 0.005);
        }
    }

    @Test
    void doubledRegulariserIsRefused() {
        var e = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class,
                () -> new FlowBlock(images(), Divergence.GAUSSIAN, List.of(ALL.get(0), ALL.get(0))));
        assertTrue(e.getMessage().contains("KINETIC_ENERGY"));
    }
}
