package io.seminode.solver;

import io.seminode.solver.internal.adjoint.AdjointSolve;
import io.seminode.solver.internal.store.DenseStore;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Bundle;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.CompiledFunctions;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.InterruptedCallException;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Solves one problem and its adjoint with Java arrays in and out; made by {@link Solver#compile}. Functions are compiled
 * at the first call. Owns native memory: close it; closed, it solves no more.
 *
 * <p>On the native engine a solve ends between two steps when its thread is interrupted or the solver is closed by another one.
 */
public final class OdeSolver<T extends TFloating> implements AutoCloseable {
    /** A state instead of rows of them. */
    private static final int ONE_STATE = 0;

    private static final String OUTCOME = "outcome.";
    private static final String EVENTS = "events.";

    private final Solver solver;
    private final Problem<T> problem;
    private final ExecutionOptions options;
    private final StepStore<T> store;
    private final CompiledFunctions<String> functions = new CompiledFunctions<>("This solver");
    private volatile @Nullable EventGradient<T> eventGradient;
    private boolean isWarned;

    OdeSolver(Solver solver, Problem<T> problem, ExecutionOptions options) {
        this.solver = solver;
        this.problem = problem;
        this.options = options;
        this.store = solver.forward(problem).store();
    }

    /**
     * Solves the problem.
     *
     * @param y0 the state at the first time: for each part its values, row-major
     * @param times one or more, increasing or decreasing; equal ones may follow each other. A function is compiled for each number of them
     * @param parameters for each parameter and constant its values, row-major
     * @throws IllegalArgumentException if a part, a parameter or a time is missing, unknown or not finite
     * @throws SolveException if the solve fails; it carries the solution at the times that were reached
     * @throws InterruptedCallException if the thread is interrupted
     * @throws IllegalStateException if this solver is closed
     */
    public synchronized Solution solve(Map<String, double[]> y0, double[] times, Map<String, double[]> parameters) {
        requireMonotone(times);
        CompiledFunction function = functions.get("solve at " + times.length, () -> compileForward(times.length));
        requireParameters(parameters);
        requireState("part", y0);
        try (TensorMap outputs = function.call(new StartNumbers(y0, times, parameters))) {
            return solution(outputs, times);
        }
    }

    /** What a solve starts from. */
    private record Start<T extends TFloating>(
            NamedOperands<T> y, Operand<TFloat64> times, NamedOperands<T> parameters) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record StartNumbers(Map<String, double[]> y, double[] times, Map<String, double[]> parameters) {}

    private Solution solution(TensorMap outputs, double[] times) {
        int reached = (int) Tensors.toDouble(outputs.get(OUTCOME + "outputs"));
        Map<String, double[]> values = outputs.numbers("values");
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            int size = Math.toIntExact(part.shape().size());
            rows.put(part.name(), Arrays.copyOf(required(values, part.name(), "part"), reached * size));
        }
        SolveStatistics statistics = SolveStatistics.read(outputs, OUTCOME);
        Map<String, double[]> stored = outputs.numbers("stored");
        Solution solution = new Solution(
                Arrays.copyOf(times, reached),
                rows,
                Tensors.toDouble(outputs.get(OUTCOME + "step")),
                statistics,
                stored,
                dense(stored, Math.toIntExact(statistics.accepted()), times[times.length - 1]),
                occurrences(outputs));
        try {
            solver.requireForwardSuccess(problem, outputs, OUTCOME);
        } catch (SolveException failure) {
            throw failure.with(solution);
        }
        return solution;
    }

    private List<Occurrence> occurrences(TensorMap outputs) {
        return problem.events().isEmpty() ? List.of() : Occurrences.read(problem, outputs, EVENTS);
    }

    private @Nullable DenseOutput dense(Map<String, double[]> stored, int accepted, double end) {
        if (!solver.output().dense() || !(store instanceof DenseStore<T> dense)) {
            return null;
        }
        int steps = Math.max(1, accepted); // without any, the store has one that goes nowhere
        Map<String, List<double[]>> known = new LinkedHashMap<>();
        for (int i = 0; i < dense.parts().size(); i++) {
            Part part = dense.parts().get(i);
            String place = "." + i;
            int size = Math.toIntExact(part.shape().size());
            known.put(
                    part.name(),
                    dense.values().stream()
                            .map(value -> Arrays.copyOf(required(stored, value + place, "buffer"), steps * size))
                            .toList());
        }
        return new DenseOutput(
                dense.interpolant(),
                Arrays.copyOf(required(stored, "t0", "buffer"), steps),
                Arrays.copyOf(required(stored, "t1", "buffer"), steps),
                end,
                known);
    }

    /**
     * The gradient of a loss by state and parameters.
     *
     * @param solution as solved
     * @param cotangents derivatives of the loss by the values of the solution: for each part [times, ...] row-major
     * @param parameters those of the solve
     * @throws SolveException if the backward solve fails
     */
    public synchronized Gradient gradient(
            Solution solution, Map<String, double[]> cotangents, Map<String, double[]> parameters) {
        if (!problem.events().isEmpty()) {
            List<OccurrenceCotangent> none =
                    Collections.nCopies(solution.events().size(), OccurrenceCotangent.NONE);
            return gradient(solution, cotangents, none, parameters);
        }
        return gradient(solution, cotangents, parameters, false);
    }

    /**
     * The gradient of a loss by state, parameters and output times; the times cost a little.
     *
     * @param solution as solved
     * @param cotangents derivatives of the loss by the values of the solution: for each part [times, ...] row-major
     * @param parameters those of the solve
     * @throws IllegalArgumentException if the problem has events: only their times have a gradient there
     * @throws SolveException if the backward solve fails
     */
    public synchronized Gradient gradientWithTimes(
            Solution solution, Map<String, double[]> cotangents, Map<String, double[]> parameters) {
        if (!problem.events().isEmpty()) {
            throw new IllegalArgumentException("Found a problem with events and the gradient by the output times"
                    + " wanted, expected that it is not: only events' times have one there.");
        }
        return gradient(solution, cotangents, parameters, true);
    }

    private Gradient gradient(
            Solution solution,
            Map<String, double[]> cotangents,
            Map<String, double[]> parameters,
            boolean timeGradient) {
        int n = solution.times().length;
        CompiledFunction function = functions.get(
                (timeGradient ? "gradient by times too, at " : "gradient at ") + n,
                () -> compileBackward(n, timeGradient));
        Map<String, double[]> values = new LinkedHashMap<>();
        problem.parts().forEach(p -> values.put(p.name(), solution.all(p.name())));
        requireParameters(parameters);
        requireState("value of part", values);
        requireState("cotangent of part", cotangents);
        BackNumbers numbers = new BackNumbers(
                values,
                cotangents,
                parameters,
                solution.times(),
                new double[] {solution.nextStep()},
                new double[] {solution.statistics().accepted()},
                solution.stored());
        try (TensorMap outputs = function.call(numbers)) {
            Gradient gradient = gradient(outputs, timeGradient);
            try {
                solver.requireBackwardSuccess(problem, outputs, OUTCOME, timeGradient);
            } catch (SolveException failure) {
                throw failure.with(gradient);
            }
            warn(gradient.statistics());
            return gradient;
        }
    }

    /** What a backward solve starts from: the forward solution, and the derivatives of the loss by it. */
    private record Back<T extends TFloating>(
            NamedOperands<T> y,
            NamedOperands<T> cotangents,
            NamedOperands<T> parameters,
            Operand<TFloat64> times,
            Operand<TFloat64> nextStep,
            Operand<TInt32> accepted,
            Record stored) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record BackNumbers(
            Map<String, double[]> y,
            Map<String, double[]> cotangents,
            Map<String, double[]> parameters,
            double[] times,
            double[] nextStep,
            double[] accepted,
            Map<String, double[]> stored) {}

    /**
     * The gradient of a loss that looks at the events of a solution too: at their times and at the states just before them.
     *
     * @param cotangents derivatives of the loss by the values of the solution: for each part [times reached, ...] row-major
     * @param events derivatives of the loss by the solution's events, in their order
     * @throws ArithmeticException if an event's function does not change along the solution where the event is
     * @throws SolveException if the backward solve fails
     */
    public synchronized Gradient gradient(
            Solution solution,
            Map<String, double[]> cotangents,
            List<OccurrenceCotangent> events,
            Map<String, double[]> parameters) {
        if (events.size() != solution.events().size()) {
            throw new IllegalArgumentException("Cotangents of " + events.size() + " events found, expected "
                    + solution.events().size() + ", as many as happened.");
        }
        functions.requireOpen();
        EventGradient<T> through = eventGradient;
        if (through == null) {
            through = new EventGradient<>(solver, problem, options);
            eventGradient = through;
        }
        return through.of(solution, cotangents, events, parameters);
    }

    private void warn(SolveStatistics statistics) {
        Optional<String> warning = isWarned ? Optional.empty() : statistics.unmeasuredWarning();
        warning.ifPresent(text -> System.getLogger(OdeSolver.class.getName()).log(Level.WARNING, text));
        isWarned |= warning.isPresent();
    }

    private Gradient gradient(TensorMap outputs, boolean timeGradient) {
        return new Gradient(
                outputs.numbers("state"),
                outputs.numbers("parameters"),
                timeGradient ? Tensors.toDoubles(outputs.get("times")) : new double[0],
                SolveStatistics.read(outputs, OUTCOME));
    }

    private CompiledFunction compileForward(int n) {
        Bundle<Start<T>> inputs =
                Bundle.drawn(tf -> new Start<>(state(tf, ONE_STATE), times(tf, n), parameters(tf, problem)));
        return CompiledFunction.compile("solve", inputs.specs(), options, (tf, in) -> {
            Start<T> start = inputs.of(in);
            SymbolicSolution<T> solution = solver.solve(tf, problem, start.y(), start.times(), n, start.parameters());
            return Bundle.like(solution).named(solution);
        });
    }

    private CompiledFunction compileBackward(int n, boolean timeGradient) {
        Bundle<Back<T>> inputs = Bundle.drawn(tf -> new Back<>(
                state(tf, n),
                state(tf, n),
                parameters(tf, problem),
                times(tf, n),
                tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar())),
                tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar())),
                store.empty(tf)));
        return CompiledFunction.compile("gradient", inputs.specs(), options, (tf, in) -> {
            Back<T> back = inputs.of(in);
            AdjointSolve.Forward<T> solved = new AdjointSolve.Forward<>(
                    back.y(), back.times(), n, back.nextStep(), back.accepted(), back.stored());
            SymbolicGradient<T> gradient =
                    solver.gradient(tf, problem, solved, back.cotangents(), back.parameters(), timeGradient);
            return Bundle.like(gradient).named(gradient);
        });
    }

    private static Operand<TFloat64> times(Ops tf, int n) {
        return tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(n)));
    }

    private NamedOperands<T> state(Ops tf, int rows) {
        Map<String, Operand<T>> state = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            Shape shape = rows == ONE_STATE ? part.shape() : part.shape().prepend(rows);
            state.put(part.name(), tf.placeholder(problem.type(), Placeholder.shape(shape)));
        }
        return NamedOperands.of(state);
    }

    /** Inputs for the parameters of a problem. */
    static <T extends TFloating> NamedOperands<T> parameters(Ops tf, Problem<T> problem) {
        Map<String, Operand<T>> parameters = new LinkedHashMap<>();
        problem.parameters()
                .forEach(p -> parameters.put(p.name(), tf.placeholder(problem.type(), Placeholder.shape(p.shape()))));
        return NamedOperands.of(parameters);
    }

    private void requireParameters(Map<String, double[]> parameters) {
        requireKnown(
                "parameter", problem.parameters().stream().map(Parameter::name).toList(), parameters.keySet());
        for (Parameter parameter : problem.parameters()) {
            double[] values = required(parameters, parameter.name(), "parameter");
            requireNumbers("parameter", parameter.name(), values, parameter.isLearnt());
        }
    }

    private void requireState(String what, Map<String, double[]> values) {
        requireKnown(what, problem.parts().stream().map(Part::name).toList(), values.keySet());
        for (Part part : problem.parts()) {
            requireNumbers(what, part.name(), required(values, part.name(), "part"), true);
        }
    }

    private static void requireKnown(String what, List<String> known, Set<String> found) {
        for (String name : found) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("Found a " + what + " \"" + name + "\", which the problem does not"
                        + " have; expected " + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
            }
        }
    }

    /** What a solve starts from is finite; a constant such as a bound may be infinite. */
    private static void requireNumbers(String what, String name, double[] values, boolean finite) {
        for (int i = 0; i < values.length; i++) {
            if (finite ? !Double.isFinite(values[i]) : Double.isNaN(values[i])) {
                throw new IllegalArgumentException("The " + what + " \"" + name + "\" is " + values[i] + " at element "
                        + i + ", expected " + (finite ? "finite numbers." : "numbers."));
            }
        }
    }

    static double[] required(Map<String, double[]> values, String name, String what) {
        double[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "No values for " + what + " \"" + name + "\"; found " + values.keySet() + ".");
        }
        return found;
    }

    private static void requireMonotone(double[] times) {
        int n = times.length;
        if (n == 0) {
            throw new IllegalArgumentException("No output time found, expected one or more.");
        }
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(times[i])) {
                throw new IllegalArgumentException(
                        "Output times must be finite; number " + i + " is " + times[i] + ".");
            }
        }
        double direction = Math.signum(times[n - 1] - times[0]);
        for (int i = 1; i < n; i++) {
            double step = times[i] - times[i - 1];
            if (!(direction * step >= 0) || Double.isInfinite(step) || (direction == 0 && step != 0)) {
                throw new IllegalArgumentException("Output times must be finite and increase or decrease;" + " number "
                        + i + " is " + times[i] + " after " + times[i - 1] + ".");
            }
        }
    }

    /** Frees the compiled functions. A native solve that is under way in another thread ends with an error. */
    @Override
    public void close() {
        functions.close();
        EventGradient<T> through = eventGradient;
        if (through != null) {
            through.close();
        }
    }
}
