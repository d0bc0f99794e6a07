package io.seminode.lab.bench;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.SolveException;
import io.seminode.solver.Solver;
import io.seminode.solver.method.DormandPrince8;
import io.seminode.solver.method.Method;
import io.seminode.solver.problem.Problem;
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
 * <p>The error is the largest one at the end, over the largest value there. From a coarse setting on the tolerance is divided
 * by ten, or the number of constant steps doubled, until the error is 1e-6 or less; then the setting between the last two is
 * sought by bisection, to {@value #RESOLUTION} of the evaluations.
 */
public final class MethodsBench {
    private static final String Y = "y";
    private static final double ERROR = 1e-6;

    /** Two settings so far apart in evaluations count as one. */
    private static final double RESOLUTION = 1.02;

    private static final double SMALLEST_TOLERANCE = 1e-13;
    private static final int MOST_STEPS = 50_000;
    private static final int TIMED = 5;

    /** Problems that are solved to an error of 1e-6. */
    public enum Subject {
        /** y' = (1 + cos(2t) / 2) A y, three values, turning and decaying. The order is measured with it too. */
        LINEAR("linear", 2, "1 -1 0.5") {
            @Override
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> t, Operand<TFloat64> y) {
                double[][] transposed = {{-0.5, -2, 0.4}, {2, -0.1, -0.6}, {0.3, 0.7, -1}};
                Operand<TFloat64> turn = tf.math.cos(tf.math.mul(tf.constant(2.0), t));
                Operand<TFloat64> speed = tf.math.add(tf.constant(1.0), tf.math.mul(tf.constant(0.5), turn));
                return tf.math.mul(
                        speed,
                        tf.reshape(
                                tf.linalg.matMul(tf.expandDims(y, tf.constant(0)), tf.constant(transposed)),
                                tf.constant(new int[] {3})));
            }
        },
        /** Prey and predators: x' = 1.5 x - x y, y' = x y - 3 y. */
        LOTKA_VOLTERRA("Lotka-Volterra", 5, "1 1") {
            @Override
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> t, Operand<TFloat64> y) {
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
            Operand<TFloat64> rate(Ops tf, Operand<TFloat64> t, Operand<TFloat64> y) {
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

        abstract Operand<TFloat64> rate(Ops tf, Operand<TFloat64> t, Operand<TFloat64> y);

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
                    .field((tf, t, y, c) -> NamedOperands.of(Y, rate(tf, t, y.get(Y))))
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
    public Row measure(Method method) {
        List<@Nullable Cost> costs = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            costs.add(cost(subject, method));
        }
        return new Row(method.name(), method.tableau().order(), order(method), costs);
    }

    /**
     * The order by two solves of the linear problem with constant steps. With y' = A y alone dopri8 would be practically of
     * order 9: its weights come within 0.13 % of the one further condition that it has there.
     */
    private double order(Method method) {
        int nominal = method.tableau().order();
        double h = nominal > 5 ? 0.5 : 0.05;
        Solver solver = Solver.create().withMethod(method).withTolerances(1e-13, 1e-13);
        double coarse = error(Subject.LINEAR, solver.withConstantSteps(h));
        double fine = error(Subject.LINEAR, solver.withConstantSteps(h / 2));
        return Math.log(coarse / fine) / Math.log(2);
    }

    /**
     * A scale of settings, from coarse to fine.
     *
     * @param constant whether a setting is a number of steps; otherwise one over a tolerance
     * @param first the coarsest setting
     * @param growth from one to the next
     * @param last the finest
     * @param resolution factor between settings that count as one
     */
    private record Scale(boolean constant, double first, double growth, double last, double resolution) {
        static Scale of(Method method) {
            return Solver.create().withMethod(method).controller().isAdaptive()
                    // Steps go with the tolerance to the power of one over the order.
                    ? new Scale(
                            false,
                            10,
                            10,
                            1 / SMALLEST_TOLERANCE,
                            Math.pow(RESOLUTION, method.tableau().errorOrder()))
                    : new Scale(true, 2, 2, MOST_STEPS, RESOLUTION);
        }

        Solver solver(Method method, Subject subject, double setting) {
            Solver solver = Solver.create().withMethod(method).withMaxSteps(MOST_STEPS);
            return constant
                    ? solver.withFirstStep(subject.end / setting)
                    : solver.withTolerances(1 / setting, 1 / setting);
        }

        double between(double coarse, double fine) {
            double middle = Math.sqrt(coarse * fine);
            return constant ? Math.rint(middle) : middle;
        }
    }

    private @Nullable Cost cost(Subject subject, Method method) {
        Scale scale = Scale.of(method);
        double coarse = 1;
        double fine = scale.first();
        while (!isAccurate(subject, scale.solver(method, subject, fine))) {
            if (fine >= scale.last()) {
                return null;
            }
            coarse = fine;
            fine = Math.min(scale.last(), fine * scale.growth());
        }
        while (fine / coarse > scale.resolution()) {
            double middle = scale.between(coarse, fine);
            if (middle == coarse || middle == fine) {
                break;
            }
            if (isAccurate(subject, scale.solver(method, subject, middle))) {
                fine = middle;
            } else {
                coarse = middle;
            }
        }
        return timed(subject, scale.solver(method, subject, fine));
    }

    /** An error that is not a number is none that is small. */
    private boolean isAccurate(Subject subject, Solver solver) {
        return error(subject, solver) <= ERROR;
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
        try (OdeSolver<TFloat64> compiled = solver.compile(subject.problem(), options)) {
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
        try (OdeSolver<TFloat64> compiled = solver.compile(subject.problem(), options)) {
            return run(subject, compiled).last(Y);
        }
    }

    private static Solution run(Subject subject, OdeSolver<TFloat64> compiled) {
        return compiled.solve(Map.of(Y, subject.start()), new double[] {0, subject.end}, Map.of());
    }
}
