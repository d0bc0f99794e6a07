package io.seminode.lab.bench;

import io.seminode.models.flow.FlowBlock;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.types.family.TFloating;

/**
 * A problem of fixed sizes whose solves are timed; the same as in the peers' measurements. Add one as a class and an entry
 * in {@link BenchProblems}.
 */
public interface BenchProblem {
    /** As on the command line. */
    String name();

    /** Sizes and tolerances, where none are asked for. */
    Defaults defaults();

    /**
     * Makes weights and first state from a seed.
     *
     * @param type the precision to solve in; the numbers are those of float32
     */
    <T extends TFloating> Instance<T> create(Class<T> type, Sizes sizes, long seed);

    /**
     * Sizes and tolerances, where none are asked for.
     *
     * @param sizes of the problem
     * @param rtol relative tolerance
     * @param atol absolute tolerance
     */
    record Defaults(Sizes sizes, double rtol, double atol) {}

    /**
     * How large the problem is.
     *
     * @param batch number of examples
     * @param hidden its meaning is the problem's
     * @param width its meaning is the problem's
     */
    record Sizes(int batch, int hidden, int width) {
        /** Rejects sizes that cannot be. */
        public Sizes {
            if (batch < 1 || hidden < 1 || width < 1) {
                throw new IllegalArgumentException("Found batch " + batch + ", hidden " + hidden + " and width " + width
                        + ", expected numbers of 1 or more.");
            }
        }

        /** The same with some replaced. */
        public Sizes with(@Nullable Integer newBatch, @Nullable Integer newHidden, @Nullable Integer newWidth) {
            return new Sizes(
                    Objects.requireNonNullElse(newBatch, batch),
                    Objects.requireNonNullElse(newHidden, hidden),
                    Objects.requireNonNullElse(newWidth, width));
        }
    }

    /**
     * A problem with numbers.
     *
     * @param problem the ODE
     * @param first for each part of the state its value at the first time, row-major
     * @param parameters for each parameter its values, row-major
     * @param times output times
     * @param loss of the solution
     */
    record Instance<T extends TFloating>(
            Problem<T> problem,
            Map<String, float[]> first,
            Map<String, float[]> parameters,
            List<Double> times,
            Loss loss) {

        /** Copies the times. */
        public Instance {
            times = List.copyOf(times);
        }

        /** How many numbers are learnt. */
        public long parameterCount() {
            List<Parameter> learnt = problem.learntParameters();
            return learnt.stream().mapToLong(p -> p.shape().size()).sum();
        }
    }

    /** A loss of a solution: a sum over its parts. */
    enum Loss {
        /** The mean square of the values at the last time. */
        MEAN_SQUARE_AT_END,
        /** The mean square of the values at all times. */
        MEAN_SQUARE,
        /** Of a normalising flow: the mean square of the examples at the last time less the mean log-density. */
        FLOW;

        /**
         * What a part adds to the loss.
         *
         * @param part its name
         * @param values of the part, [times, ...] row-major
         * @param times how many there are
         */
        double of(String part, double[] values, int times) {
            double sum = 0;
            int from = from(values.length, times);
            for (int i = from; i < values.length; i++) {
                sum += isLinear(part) ? -values[i] : values[i] * values[i];
            }
            return sum / (values.length - from);
        }

        /** Its derivative by the values. */
        double[] cotangent(String part, double[] values, int times) {
            double[] cotangent = new double[values.length];
            int from = from(values.length, times);
            for (int i = from; i < values.length; i++) {
                cotangent[i] = (isLinear(part) ? -1 : 2 * values[i]) / (values.length - from);
            }
            return cotangent;
        }

        private boolean isLinear(String part) {
            return this == FLOW && part.equals(FlowBlock.LOG_DENSITY);
        }

        private int from(int length, int times) {
            return this == MEAN_SQUARE ? 0 : length / times * (times - 1);
        }
    }
}
