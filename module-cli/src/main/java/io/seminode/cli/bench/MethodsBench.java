package io.seminode.cli.bench;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Problem;
import io.seminode.solver.Solution;
import io.seminode.solver.SolveException;
import io.seminode.solver.Solver;
import io.seminode.solver.method.DormandPrince8;
import io.seminode.solver.method.RungeKuttaMethod;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * What a method is worth: its order, measured, and what it takes to solve three problems to an error of 1e-6.
 *
 * <p>The error is the largest one at the end, over the largest value there. The tolerance, or the size of constant steps,
 * is made smaller until the error is 1e-6 or less.
 */
public final class MethodsBench {
    private static final String Y = "y";
    private static final double ERROR = 1e-6;
    private static final int MOST_TRIALS = 12;
    private static final int MOST_STEPS = 50_000;
    private static final int TIMED = 5;

    /** Problems that are solved to an error of 1e-6. */
    public enum Subject {
        /** y' = A y, three values, turning and decaying. */
        LINEAR("linear", 2, "1 -1 0.5") {
            @Override
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> y) {
                double[][] transposed = {{-0.5, -2, 0.4}, {2, -0.1, -0.6}, {0.3, 0.7, -1}};
                return tf.reshape(
                        tf.linalg.matMul(tf.expandDims(y, tf.constant(0)), tf.constant(transposed)),
                        tf.constant(new int[] {3}));
            }
        },
        /** Prey and predators: x' = 1.5 x - x y, y' = x y - 3 y. */
        LOTKA_VOLTERRA("Lotka-Volterra", 5, "1 1") {
            @Override
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> y) {
                Operand<TFloat64> prey = tf.gather(y, tf.constant(0), tf.constant(0));
                Operand<TFloat64> predator = tf.gather(y, tf.constant(1), tf.constant(0));
                Operand<TFloat64> met = tf.math.mul(prey, predator);
                return tf.stack(List.of(
                        tf.math.sub(tf.math.mul(tf.constant(1.5), prey), met),
                        tf.math.sub(met, tf.math.mul(tf.constant(3.0), predator))));
            }
        },
        /** Van der Pol's oscillator with mu = 50, stiff for most of its period. */
        VAN_DER_POL("van der Pol, mu = 50", 30, "2 0") {
            @Override
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> y) {
                Operand<TFloat64> x = tf.gather(y, tf.constant(0), tf.constant(0));
                Operand<TFloat64> v = tf.gather(y, tf.constant(1), tf.constant(0));
                Operand<TFloat64> damping =
                        tf.math.mul(tf.constant(50.0), tf.math.sub(tf.constant(1.0), tf.math.square(x)));
                return tf.stack(List.of(tf.identity(v), tf.math.sub(tf.math.mul(damping, v), x)));
            }
        };

        private final String title;
        private final double end;
        private final String start;

        Subject(String title, double end, String start) {
            this.title = title;
            this.end = end;
            this.start = start;
        }

        abstract Operand<TFloat64> rate(Ops tf, Operand<TFloat64> y);

        /** As shown to a user. */
        public String title() {
            return title;
        }

        private double[] start() {
            return Arrays.stream(start.split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        private Problem<TFloat64> problem() {
            return Problem.builder(TFloat64.class)
                    .state(Y, Shape.of(start().length))
                    .field((tf, t, y, c) -> NamedOperands.of(Y, rate(tf, y.get(Y))))
                    .build();
        }
    }

    /**
     * A solve that is accurate enough.
     *
     * @param evaluations of the field
     * @param milliseconds median of five solves
     */
    public record Cost(long evaluations, double milliseconds) {}

    /**
     * What was measured of a method.
     *
     * @param nominal its order
     * @param order as measured with constant steps
     * @param costs one per subject; null where the error stays above 1e-6 in 50,000 steps
     */
    public record Row(String method, int nominal, double order, List<@Nullable Cost> costs) {}

    private final ExecutionOptions options;
    private final Map<Subject, double[]> truths = new EnumMap<>(Subject.class);

    /** Solves each problem accurately once. */
    public MethodsBench(ExecutionOptions options) {
        this.options = options;
        Solver accurate = Solver.create().withMethod(new DormandPrince8()).withTolerances(1e-13, 1e-14);
        for (Subject subject : Subject.values()) {
            truths.put(subject, solve(subject, accurate));
        }
    }

    /** Measures a method. */
    public Row measure(RungeKuttaMethod method) {
        List<@Nullable Cost> costs = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            costs.add(cost(subject, method));
        }
        return new Row(method.name(), method.tableau().order(), order(method), costs);
    }

    private double order(RungeKuttaMethod method) {
        int nominal = method.tableau().order();
        double h = nominal > 5 ? 0.5 : nominal > 3 && method.multistep().isEmpty() ? 0.25 : 0.05;
        Solver solver = Solver.create().withMethod(method).withTolerances(1e-13, 1e-13);
        double coarse = error(Subject.LINEAR, solver.withConstantSteps(h));
        double fine = error(Subject.LINEAR, solver.withConstantSteps(h / 2));
        return Math.log(coarse / fine) / Math.log(2);
    }

    private @Nullable Cost cost(Subject subject, RungeKuttaMethod method) {
        boolean adaptive = Solver.create().withMethod(method).controller().isAdaptive();
        double power = adaptive ? 1 : 1.0 / method.tableau().order();
        double size = adaptive ? 1e-5 : subject.end / 200;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            if (!adaptive && subject.end / size > MOST_STEPS) {
                return null;
            }
            Solver solver = Solver.create().withMethod(method).withMaxSteps(MOST_STEPS);
            solver = adaptive ? solver.withTolerances(size, size) : solver.withFirstStep(size);
            double error = error(subject, solver);
            if (error <= ERROR) {
                return timed(subject, solver);
            }
            // An error that is not finite says nothing but that steps are too large.
            double wanted = Double.isFinite(error) && error < 1 ? 0.7 * ERROR / error : 1e-2;
            size *= Math.max(1e-3, Math.pow(wanted, power));
        }
        return null;
    }

    private double error(Subject subject, Solver solver) {
        double[] truth = Objects.requireNonNull(truths.get(subject));
        double[] found;
        try {
            found = solve(subject, solver);
        } catch (SolveException e) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double magnitude = 0;
        for (int i = 0; i < truth.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - truth[i]));
            magnitude = Math.max(magnitude, Math.abs(truth[i]));
        }
        return largest / magnitude;
    }

    private Cost timed(Subject subject, Solver solver) {
        try (OdeSolver<TFloat64> compiled = solver.compile(subject.problem(), 2, options)) {
            double[] times = new double[TIMED];
            long evaluations = 0;
            for (int i = -1; i < TIMED; i++) {
                long begun = System.nanoTime();
                evaluations = run(subject, compiled).statistics().evaluations();
                if (i >= 0) {
                    times[i] = (System.nanoTime() - begun) / 1e6;
                }
            }
            Arrays.sort(times);
            return new Cost(evaluations, times[TIMED / 2]);
        }
    }

    private double[] solve(Subject subject, Solver solver) {
        try (OdeSolver<TFloat64> compiled = solver.compile(subject.problem(), 2, options)) {
            return run(subject, compiled).last(Y);
        }
    }

    private static Solution run(Subject subject, OdeSolver<TFloat64> compiled) {
        return compiled.solve(Map.of(Y, subject.start()), new double[] {0, subject.end}, Map.of());
    }
}
