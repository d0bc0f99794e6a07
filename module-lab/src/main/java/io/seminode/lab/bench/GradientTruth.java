package io.seminode.lab.bench;

import io.seminode.lab.bench.BenchProblem.Instance;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.solver.Adjoint;
import io.seminode.solver.Batching;
import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.types.TFloat64;

/**
 * The gradient of a problem by its parameters in float64, at a tolerance far below what is timed. It is the problem's, whatever
 * method is timed: one without error control keeps no tolerance, and not every method has an exact adjoint.
 */
final class GradientTruth {
    private static final double TOLERANCE = 1e-9;

    private GradientTruth() {}

    /** Backpropagation through an accurate forward solve. */
    static Map<String, double[]> of(BenchProblem problem, Sizes sizes, Solver solver, long seed) {
        Instance<TFloat64> instance = problem.create(TFloat64.class, sizes, seed);
        double[] times = instance.times().stream().mapToDouble(t -> t).toArray();
        Map<String, double[]> parameters = doubles(instance.parameters());
        Solver standard = Solver.create();
        Solver accurate = solver.withMethod(standard.method())
                .withSteps(s -> standard.steps())
                .withTolerances(TOLERANCE, TOLERANCE)
                .withAdjoint(Adjoint.CHECKPOINTED)
                .withBatching(Batching.JOINT);
        try (OdeSolver<TFloat64> compiled = accurate.compile(instance.problem(), ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(doubles(instance.first()), times, parameters);
            Map<String, double[]> cotangents = new LinkedHashMap<>();
            for (Part part : instance.problem().parts()) {
                cotangents.put(
                        part.name(), instance.loss().cotangent(part.name(), solution.all(part.name()), times.length));
            }
            Gradient gradient = compiled.gradient(solution, cotangents, parameters);
            Map<String, double[]> byParameter = new LinkedHashMap<>();
            for (Parameter parameter : instance.problem().learntParameters()) {
                byParameter.put(parameter.name(), gradient.parameter(parameter.name()));
            }
            return byParameter;
        }
    }

    /** How far a gradient is off, relative to the size of the true one. */
    static double relativeError(Map<String, double[]> gradient, Map<String, double[]> truth) {
        double error = 0;
        double size = 0;
        for (Map.Entry<String, double[]> entry : truth.entrySet()) {
            double[] found = Objects.requireNonNull(gradient.get(entry.getKey()), entry.getKey());
            double[] expected = entry.getValue();
            for (int i = 0; i < expected.length; i++) {
                error += (found[i] - expected[i]) * (found[i] - expected[i]);
                size += expected[i] * expected[i];
            }
        }
        return Math.sqrt(error / size);
    }

    /** Widened numbers. */
    static Map<String, double[]> doubles(Map<String, float[]> floats) {
        Map<String, double[]> doubles = new LinkedHashMap<>();
        floats.forEach((name, values) -> {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            doubles.put(name, wide);
        });
        return doubles;
    }
}
