package io.seminode.models.file;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.spi.UnknownProviderException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A solver as text: everything that it is made of, its norms, method and controller by their names. {@code
 * SolverSettings.of(solver).solver()} is a solver with the same settings in all.
 *
 * @param method the Runge-Kutta method's name
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param forwardNorm name of the norm of the forward solve
 * @param adjointNorm name of the norm of the backward solve
 * @param controller the step controller's name
 * @param mode faithful or lazy
 * @param adjoint how gradients are taken back
 * @param bounds of its steps
 * @param further what few ask for
 */
public record SolverSettings(
        String method,
        double rtol,
        double atol,
        String forwardNorm,
        String adjointNorm,
        String controller,
        String mode,
        String adjoint,
        Bounds bounds,
        Further further) {

    /** With nothing further. */
    public SolverSettings(
            String method,
            double rtol,
            double atol,
            String forwardNorm,
            String adjointNorm,
            String controller,
            String mode,
            String adjoint,
            Bounds bounds) {
        this(method, rtol, atol, forwardNorm, adjointNorm, controller, mode, adjoint, bounds, Further.DEFAULT);
    }

    /** With the solver's own bounds, and nothing further. */
    public SolverSettings(
            String method,
            double rtol,
            double atol,
            String forwardNorm,
            String adjointNorm,
            String controller,
            String mode,
            String adjoint) {
        this(method, rtol, atol, forwardNorm, adjointNorm, controller, mode, adjoint, Bounds.DEFAULT);
    }

    /**
     * What bounds a solver's steps and their number, and what it keeps of them.
     *
     * @param firstStep size of the first step, 0 to have it chosen
     * @param minStep no step is smaller
     * @param maxStep no step is larger; null if there is no such bound
     * @param storedSteps how many steps are kept for an adjoint
     * @param memoryBudget bytes that this may take
     * @param maxSteps limit on the accepted and rejected steps of one solve
     * @param timeLimit what one solve may take by the clock, as in {@link Duration#parse}; null for no limit
     */
    public record Bounds(
            double firstStep,
            double minStep,
            @Nullable Double maxStep,
            int storedSteps,
            long memoryBudget,
            int maxSteps,
            @Nullable String timeLimit) {
        /** Those of a solver of whom nothing was asked. */
        public static final Bounds DEFAULT = of(Solver.create());

        static Bounds of(Solver solver) {
            double largest = solver.steps().largest();
            Duration limit = solver.limits().timeLimit();
            return new Bounds(
                    solver.steps().first(),
                    solver.steps().smallest(),
                    Double.isInfinite(largest) ? null : largest,
                    solver.gradients().storedSteps(),
                    solver.gradients().memoryBudget(),
                    solver.limits().maxSteps(),
                    limit == null ? null : limit.toString());
        }

        /** With the solver's own limits on steps and time. */
        public Bounds(double firstStep, double minStep, @Nullable Double maxStep, int storedSteps, long memoryBudget) {
            this(
                    firstStep,
                    minStep,
                    maxStep,
                    storedSteps,
                    memoryBudget,
                    Solver.create().limits().maxSteps(),
                    null);
        }

        /**
         * A time limit as text.
         *
         * @param seconds more than 0
         * @throws IllegalArgumentException if they are not
         */
        public static String seconds(double seconds) {
            if (!(seconds > 0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException(
                        "The time limit is " + seconds + " s, expected a number of seconds above 0.");
            }
            return Duration.ofNanos((long) Math.max(1, seconds * 1e9)).toString();
        }

        private Solver with(Solver solver) {
            Solver bounded = solver.withSteps(s -> s.withFirst(firstStep)
                            .withLargest(maxStep == null ? Double.POSITIVE_INFINITY : maxStep)
                            .withSmallest(minStep))
                    .withGradients(g -> g.withStoredSteps(storedSteps).withMemoryBudget(memoryBudget))
                    .withMaxSteps(maxSteps);
            return timeLimit == null ? bounded : bounded.withTimeLimit(duration(timeLimit));
        }

        private static Duration duration(String text) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "The time limit is \"" + text + "\", expected a duration as PT1M30S.", e);
            }
        }

        /** For reports: in a few words. */
        public String describe() {
            return "first step " + (firstStep == 0 ? "chosen" : firstStep) + ", steps from " + minStep
                    + (maxStep == null ? "" : " to " + maxStep) + ", " + storedSteps + " stored in "
                    + (memoryBudget >> 20) + " MiB"
                    + (maxSteps == DEFAULT.maxSteps ? "" : ", at most " + maxSteps)
                    + (timeLimit == null ? "" : ", in " + timeLimit);
        }
    }

    /**
     * What few ask for.
     *
     * @param stepTimes steps end at these times
     * @param jumpTimes the field jumps at these times
     * @param linear whether output times inside a step are interpolated along a straight line
     * @param partTolerances tolerances of parts that have their own, by name, sorted
     * @param denseOutput whether solutions can be evaluated between their output times
     * @param recordedSteps how many steps of a solve are recorded in its statistics
     * @param batching whether samples share steps
     */
    public record Further(
            List<Double> stepTimes,
            List<Double> jumpTimes,
            boolean linear,
            Map<String, Tolerance> partTolerances,
            boolean denseOutput,
            int recordedSteps,
            String batching) {
        /** That of a solver of whom nothing was asked. */
        public static final Further DEFAULT = of(Solver.create());

        /** Copies what could be changed. */
        public Further {
            stepTimes = List.copyOf(stepTimes);
            jumpTimes = List.copyOf(jumpTimes);
            partTolerances = Collections.unmodifiableMap(new TreeMap<>(partTolerances));
        }

        static Further of(Solver solver) {
            return new Further(
                    solver.steps().stepTimes(),
                    solver.steps().jumpTimes(),
                    solver.output().linear(),
                    solver.tolerances().parts(),
                    solver.output().dense(),
                    solver.output().recordedSteps(),
                    solver.batching().id());
        }

        private Solver with(Solver solver) {
            Solver changed = solver.withSteps(
                            s -> s.withStepTimes(unboxed(stepTimes)).withJumpTimes(unboxed(jumpTimes)))
                    .withOutput(o -> o.withLinear(linear).withRecordedSteps(recordedSteps))
                    .withBatching(one("batching", Batching.values(), Batching::id, batching));
            for (Map.Entry<String, Tolerance> part : partTolerances.entrySet()) {
                changed = changed.withTolerances(
                        part.getKey(), part.getValue().rtol(), part.getValue().atol());
            }
            return denseOutput ? changed.withDenseOutput() : changed;
        }

        private static double[] unboxed(List<Double> times) {
            return times.stream().mapToDouble(t -> t).toArray();
        }
    }

    /** The settings of a solver. */
    public static SolverSettings of(Solver solver) {
        return new SolverSettings(
                solver.method().name(),
                solver.tolerance().rtol(),
                solver.tolerance().atol(),
                solver.norms().forward().name(),
                solver.norms().adjoint().name(),
                solver.controller().name(),
                solver.gradients().mode().id(),
                solver.gradients().adjoint().id(),
                Bounds.of(solver),
                Further.of(solver));
    }

    /**
     * The settings that a training's numbers depend on, as far as it does not fail. Left out are, as they are by default:
     *
     * <ul>
     *   <li>the limits on steps and time, which only say when a solve fails: a training that ended by one can be continued with
     *       another;
     *   <li>the number of recorded steps, which only says what statistics tell.
     * </ul>
     */
    public SolverSettings fingerprint() {
        return new SolverSettings(
                method,
                rtol,
                atol,
                forwardNorm,
                adjointNorm,
                controller,
                mode,
                adjoint,
                new Bounds(
                        bounds.firstStep(),
                        bounds.minStep(),
                        bounds.maxStep(),
                        bounds.storedSteps(),
                        bounds.memoryBudget()),
                new Further(
                        further.stepTimes(),
                        further.jumpTimes(),
                        further.linear(),
                        further.partTolerances(),
                        further.denseOutput(),
                        Further.DEFAULT.recordedSteps(),
                        further.batching()));
    }

    /**
     * The solver.
     *
     * @throws UnknownProviderException if a part of that name is not there; the message lists those that are
     * @throws IllegalArgumentException if a tolerance cannot be right
     */
    public Solver solver() {
        Providers<Norm> norms = Norms.load();
        return further.with(bounds.with(Solver.create()))
                .withMethod(Methods.load().get(method))
                .withController(Controllers.load().get(controller))
                .withTolerances(rtol, atol)
                .withNorms(norms.get(forwardNorm), norms.get(adjointNorm))
                .withMode(one("mode", AdjointMode.values(), AdjointMode::id, mode))
                .withAdjoint(one("adjoint", Adjoint.values(), Adjoint::id, adjoint));
    }

    private static <E> E one(String what, E[] all, Function<E, String> id, String wanted) {
        return Arrays.stream(all)
                .filter(candidate -> id.apply(candidate).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UnknownProviderException("Unknown " + what + " \"" + wanted + "\"; known are "
                        + Arrays.stream(all).map(id).collect(Collectors.joining(", ")) + "."));
    }
}
