package io.seminode.solver;

import io.seminode.solver.method.RungeKutta;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Says how far the gradients of a solve can be trusted, and which adjoint to use.
 *
 * <p>The loss is linear in the solution, with random weights. Its gradient by first state and parameters is taken by every
 * {@link Adjoint} and compared with the checkpointed one, which is exact for the numbers that the forward solve computed,
 * and, in random directions, with central differences of forward solves. Where there is no checkpointed one, for implicit
 * and multistep methods, the differences decide, and are those of more accurate solves. Besides, the last state is solved back to the
 * first time: how far z(t0) is missed says whether the backsolve adjoint can work at all.
 *
 * <p>The differences are taken once more at a ten-thousandth of the tolerance: what the solve itself misses, because nothing
 * that is measured depends on it, none of the adjoints can tell.
 *
 * <p>What it costs: a forward and a backward solve for each adjoint, four forward solves for each direction.
 */
public final class GradientCheck {
    private static final int DIRECTIONS = 3;

    /** A difference of this size, relative to the size of the arguments, balances rounding and curvature. */
    private static final double DOUBLE_STEP = 1e-5;

    private static final double FLOAT_STEP = 1e-2;

    /** An adjoint whose gradient is this many tolerances off is not recommended. */
    private static final double FACTOR = 100;

    private static final double FLOAT_NOISE = 1e-4;

    /** The least tolerance that single precision can meet. */
    private static final double FLOAT_TOLERANCE = 1e-6;

    /** Differences that stand in for backpropagation are of solves this much more accurate. */
    private static final double TIGHTER = 1e-4;

    private GradientCheck() {}

    /**
     * What was found.
     *
     * @param rows one for each adjoint
     * @param returnError how far z(t0) was missed going back from the last state, relative to its size; not a number if the
     *     solve failed
     * @param solveError how far the slopes of the loss at the solver's tolerance are from those at a ten-thousandth of it, both
     *     by central differences, relative to the larger ones: if that is more than {@code bound}, the solve itself misses what
     *     the loss depends on, and no adjoint can know; not a number if the accurate solves failed
     * @param bound the error up to which a gradient counts as good, relative to its size
     * @param recommended the first adjoint, in the order of what it stores, whose gradient is good
     */
    public record Report(List<Row> rows, double returnError, double solveError, double bound, Adjoint recommended) {
        /** Copies the list. */
        public Report {
            rows = List.copyOf(rows);
        }

        /** The row of that adjoint. */
        public Row row(Adjoint adjoint) {
            return rows.stream()
                    .filter(row -> row.adjoint() == adjoint)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * The gradient of one adjoint.
     *
     * @param backward what it cost
     * @param fromCheckpointed its difference from the checkpointed gradient, relative to the size of that
     * @param fromDifferences the largest deviation of its slope in a random direction from that of central differences,
     *     relative to the size of the gradient in that direction's plane
     * @param failure why there is no gradient; null if there is one
     */
    public record Row(
            Adjoint adjoint,
            SolveStatistics backward,
            double fromCheckpointed,
            double fromDifferences,
            @Nullable String failure) {}

    /**
     * Checks.
     *
     * @param solver method, tolerances, norms and mode; its adjoint is not used
     * @param y0 the state at the first time
     * @param times output times
     * @param parameters parameters and constants
     * @param seed of the loss and of the directions
     * @throws SolveException if the forward solve fails
     */
    public static <T extends TFloating> Report run(
            Solver solver,
            Problem<T> problem,
            Map<String, double[]> y0,
            double[] times,
            Map<String, double[]> parameters,
            ExecutionOptions options,
            long seed) {
        return new Check<>(solver, problem, new Arguments(y0, parameters), times, options, seed).report();
    }

    /** What a gradient is taken by: parts of the state and parameters. */
    private record Arguments(Map<String, double[]> state, Map<String, double[]> parameters) {

        /** These plus a multiple of others. */
        Arguments plus(double scale, Arguments other) {
            return new Arguments(sum(state, scale, other.state), sum(parameters, scale, other.parameters));
        }

        private static Map<String, double[]> sum(Map<String, double[]> a, double scale, Map<String, double[]> b) {
            Map<String, double[]> sums = new LinkedHashMap<>();
            a.forEach((name, values) -> {
                double[] sum = values.clone();
                double[] added = b.get(name);
                for (int i = 0; added != null && i < sum.length; i++) {
                    sum[i] += scale * added[i];
                }
                sums.put(name, sum);
            });
            return sums;
        }

        double dot(Arguments other) {
            return dot(state, other.state) + dot(parameters, other.parameters);
        }

        private static double dot(Map<String, double[]> a, Map<String, double[]> b) {
            double sum = 0;
            for (Map.Entry<String, double[]> entry : a.entrySet()) {
                double[] other = b.get(entry.getKey());
                for (int i = 0; other != null && i < other.length; i++) {
                    sum += entry.getValue()[i] * other[i];
                }
            }
            return sum;
        }

        double size() {
            return Math.sqrt(dot(this));
        }
    }

    private record Direction(Arguments along, double slope) {}

    private static final class Check<T extends TFloating> {
        private final Solver solver;
        private final Problem<T> problem;
        private final Arguments at;
        private final double[] times;
        private final ExecutionOptions options;
        private final Random random;
        private final Map<String, double[]> cotangents = new LinkedHashMap<>();

        Check(Solver solver, Problem<T> problem, Arguments at, double[] times, ExecutionOptions options, long seed) {
            this.solver = solver;
            this.problem = problem;
            this.at = at;
            this.times = times;
            this.options = options;
            this.random = new Random(seed);
            for (Part part : problem.parts()) {
                cotangents.put(
                        part.name(), normal(times.length * (int) part.shape().size()));
            }
        }

        private double[] normal(int count) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextGaussian();
            }
            return values;
        }

        Report report() {
            List<Direction> directions = differences();
            Map<Adjoint, Arguments> gradients = new LinkedHashMap<>();
            Map<Adjoint, SolveStatistics> costs = new LinkedHashMap<>();
            Map<Adjoint, String> failures = new LinkedHashMap<>();
            for (Adjoint adjoint : Adjoint.values()) {
                try (OdeSolver<T> compiled = compile(solver.withAdjoint(adjoint))) {
                    Solution solution = compiled.solve(at.state(), times, at.parameters());
                    Gradient gradient = compiled.gradient(solution, cotangents, at.parameters());
                    gradients.put(adjoint, arguments(gradient));
                    costs.put(adjoint, gradient.statistics());
                } catch (SolveException | IllegalArgumentException e) {
                    failures.put(adjoint, String.valueOf(e.getMessage()));
                }
            }
            Arguments exact = gradients.get(Adjoint.CHECKPOINTED);
            List<Row> rows = new ArrayList<>();
            for (Adjoint adjoint : Adjoint.values()) {
                Arguments gradient = gradients.get(adjoint);
                rows.add(new Row(
                        adjoint,
                        costs.getOrDefault(adjoint, SolveStatistics.ZERO),
                        gradient == null || exact == null
                                ? Double.NaN
                                : gradient.plus(-1, exact).size() / exact.size(),
                        gradient == null ? Double.NaN : deviation(gradient, directions),
                        failures.get(adjoint)));
            }
            double bound = FACTOR * solver.tolerance().rtol() + (isDouble() ? 0 : FLOAT_NOISE);
            return new Report(
                    rows,
                    returnError(),
                    solveError(directions),
                    bound,
                    exact == null ? byDifferences(rows, bound) : recommended(rows, bound));
        }

        private boolean isDouble() {
            return problem.type() == TFloat64.class;
        }

        private OdeSolver<T> compile(Solver chosen) {
            return chosen.compileSilently(problem, options);
        }

        private static Adjoint recommended(List<Row> rows, double bound) {
            return rows.stream()
                    .filter(row -> row.fromCheckpointed() <= bound)
                    .map(Row::adjoint)
                    .findFirst()
                    .orElse(Adjoint.CHECKPOINTED);
        }

        private static Adjoint byDifferences(List<Row> rows, double bound) {
            List<Row> worked =
                    rows.stream().filter(row -> row.failure() == null).toList();
            return worked.stream()
                    .filter(row -> row.fromDifferences() <= bound)
                    .findFirst()
                    .or(() -> worked.stream().min(Comparator.comparingDouble(Row::fromDifferences)))
                    .map(Row::adjoint)
                    .orElse(Adjoint.CHECKPOINTED);
        }

        private Arguments arguments(Gradient gradient) {
            Map<String, double[]> state = new LinkedHashMap<>();
            problem.parts().forEach(p -> state.put(p.name(), gradient.state(p.name())));
            Map<String, double[]> parameters = new LinkedHashMap<>();
            problem.learntParameters().forEach(p -> parameters.put(p.name(), gradient.parameter(p.name())));
            return new Arguments(state, parameters);
        }

        /** Slopes of the loss in random directions by central differences. */
        private List<Direction> differences() {
            List<Direction> directions = new ArrayList<>();
            boolean isRepeatable = solver.method() instanceof RungeKutta method
                    && method.tableau().isExplicit();
            Solver accurate = isRepeatable
                    ? solver
                    : solver.withTolerances(
                            TIGHTER * solver.tolerance().rtol(),
                            TIGHTER * solver.tolerance().atol());
            try (OdeSolver<T> compiled = compile(accurate.withoutGradient())) {
                for (int i = 0; i < DIRECTIONS; i++) {
                    Arguments along = direction();
                    directions.add(new Direction(along, slope(compiled, along)));
                }
            }
            return directions;
        }

        private double slope(OdeSolver<T> compiled, Arguments along) {
            double step = isDouble() ? DOUBLE_STEP : FLOAT_STEP;
            return (loss(compiled, at.plus(step, along)) - loss(compiled, at.plus(-step, along))) / (2 * step);
        }

        /** The adjoints and the differences all differentiate the numbers of the same steps: are these the right ones? */
        private double solveError(List<Direction> directions) {
            double least = isDouble() ? 0 : FLOAT_TOLERANCE;
            Solver accurate = solver.withTolerances(
                            Math.max(least, TIGHTER * solver.tolerance().rtol()),
                            Math.max(least, TIGHTER * solver.tolerance().atol()))
                    .withNorms(new DefaultNorm(), solver.norms().adjoint())
                    .withoutGradient();
            double largest = 0;
            double scale = 0;
            try (OdeSolver<T> compiled = compile(accurate)) {
                for (Direction direction : directions) {
                    double slope = slope(compiled, direction.along());
                    largest = Math.max(largest, Math.abs(slope - direction.slope()));
                    scale = Math.max(scale, Math.max(Math.abs(slope), Math.abs(direction.slope())));
                }
            } catch (SolveException e) {
                return Double.NaN;
            }
            return scale == 0 ? largest : largest / scale;
        }

        /** A random direction, as long as the arguments are. */
        private Arguments direction() {
            Map<String, double[]> state = new LinkedHashMap<>();
            problem.parts()
                    .forEach(p -> state.put(p.name(), normal((int) p.shape().size())));
            Map<String, double[]> parameters = new LinkedHashMap<>();
            problem.learntParameters()
                    .forEach(
                            p -> parameters.put(p.name(), normal((int) p.shape().size())));
            Arguments drawn = new Arguments(state, parameters);
            double scale = at.size() / drawn.size() - 1;
            return drawn.plus(scale, drawn);
        }

        private double loss(OdeSolver<T> compiled, Arguments arguments) {
            Solution solution = compiled.solve(arguments.state(), times, arguments.parameters());
            Map<String, double[]> values = new LinkedHashMap<>();
            problem.parts().forEach(p -> values.put(p.name(), solution.all(p.name())));
            return Arguments.dot(values, cotangents);
        }

        /** A slope is the gradient times the direction; what it can be at most is the product of their sizes. */
        private static double deviation(Arguments gradient, List<Direction> directions) {
            double largest = 0;
            double scale = 0;
            for (Direction direction : directions) {
                double slope = gradient.dot(direction.along());
                largest = Math.max(largest, Math.abs(slope - direction.slope()));
                scale = Math.max(scale, Math.max(Math.abs(slope), Math.abs(direction.slope())));
            }
            return scale == 0 ? largest : largest / scale;
        }

        private double returnError() {
            double[] there = {times[0], times[times.length - 1]};
            double[] back = {there[1], there[0]};
            try (OdeSolver<T> compiled = solver.withoutGradient().compileSilently(problem, options)) {
                Solution end = compiled.solve(at.state(), there, at.parameters());
                Map<String, double[]> last = new LinkedHashMap<>();
                problem.parts().forEach(p -> last.put(p.name(), end.last(p.name())));
                Solution returned = compiled.solve(last, back, at.parameters());
                Map<String, double[]> first = new LinkedHashMap<>();
                problem.parts().forEach(p -> first.put(p.name(), returned.last(p.name())));
                Arguments start = new Arguments(at.state(), Map.of());
                return start.plus(-1, new Arguments(first, Map.of())).size() / start.size();
            } catch (SolveException e) {
                return Double.NaN;
            }
        }
    }
}
