package io.seminode.solver;

import io.seminode.solver.internal.event.EventAdjoint;
import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Bundle;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.CompiledFunctions;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The gradient through a solution with events: the adjoint is solved backward from point to point, where a point is an
 * output time or an event, and passes through each event by {@link EventAdjoint}. Adjoints that need more of the forward
 * solve than its values have each stretch between two points solved again, without events. Owns native memory.
 */
final class EventGradient<T extends TFloating> implements AutoCloseable {
    private static final int FIRST = 0;

    private final Solver solver;
    private final Problem<T> problem;
    private final ExecutionOptions options;
    private final OdeSolver<T> between;
    private final CompiledFunctions<Integer> adjoints = new CompiledFunctions<>("This solver");

    EventGradient(Solver solver, Problem<T> problem, ExecutionOptions options) {
        if (!solver.gradients().adjoint().method().knowsEvents()) {
            throw new IllegalArgumentException("Found a problem with events and the "
                    + solver.gradients().adjoint().id()
                    + " adjoint, expected one that knows events. Take the backsolve adjoint.");
        }
        this.solver = solver;
        this.problem = problem;
        this.options = options;
        this.between = solver.compileSilently(problem.withoutEvents(), options);
    }

    /** An output time or an event; the state on both sides of it. */
    private record Point(
            double time,
            int output,
            @Nullable Occurrence event,
            OccurrenceCotangent cotangent,
            Map<String, double[]> before,
            Map<String, double[]> after) {}

    /** What has been found on the way back. */
    private static final class Sums {
        private Map<String, double[]> state = new LinkedHashMap<>();
        private final Map<String, double[]> parameters = new LinkedHashMap<>();
        private SolveStatistics statistics = SolveStatistics.ZERO;

        private static void add(Map<String, double[]> sums, String name, double[] terms, int from, int size) {
            double[] sum = sums.computeIfAbsent(name, unused -> new double[size]);
            for (int i = 0; i < size; i++) {
                sum[i] += terms[from + i];
            }
        }

        void addParameter(String name, double[] terms) {
            add(parameters, name, terms, 0, terms.length);
        }
    }

    /**
     * Solves backward.
     *
     * @param cotangents for each part [times of the solution, ...]
     * @param events one for each event of the solution
     */
    Gradient of(
            Solution solution,
            Map<String, double[]> cotangents,
            List<OccurrenceCotangent> events,
            Map<String, double[]> parameters) {
        List<Point> points = points(solution, events);
        Sums sums = new Sums();
        for (Part part : problem.parts()) {
            sums.state.put(part.name(), new double[size(part)]);
        }
        problem.learntParameters()
                .forEach(p -> sums.parameters.put(
                        p.name(), new double[Math.toIntExact(p.shape().size())]));
        for (int i = points.size() - 1; i >= 0; i--) {
            Point point = points.get(i);
            Occurrence event = point.event();
            if (event == null) {
                for (Part part : problem.parts()) {
                    double[] all = OdeSolver.required(cotangents, part.name(), "part");
                    Sums.add(sums.state, part.name(), all, point.output() * size(part), size(part));
                }
            } else {
                pass(event, point.cotangent(), sums, parameters);
            }
            if (i > FIRST && points.get(i - 1).time() != point.time()) {
                back(points.get(i - 1), point, solution.nextStep(), sums, parameters);
            }
        }
        return new Gradient(sums.state, sums.parameters, new double[0], sums.statistics);
    }

    /** In the order of the solve; an output at the time of an event has the state after it. */
    private List<Point> points(Solution solution, List<OccurrenceCotangent> cotangents) {
        double[] times = solution.times();
        List<Occurrence> events = solution.events();
        double last = events.isEmpty()
                ? times[times.length - 1]
                : events.get(events.size() - 1).time();
        double direction = Math.signum(last - times[0]);
        List<Point> points = new ArrayList<>();
        int next = 0;
        for (int output = 0; output < times.length; output++) {
            while (next < events.size()
                    && output > 0
                    && direction * (events.get(next).time() - times[output]) <= 0) {
                points.add(point(events.get(next), cotangents.get(next)));
                next++;
            }
            Map<String, double[]> state = new LinkedHashMap<>();
            for (Part part : problem.parts()) {
                state.put(part.name(), solution.get(part.name(), output));
            }
            points.add(new Point(times[output], output, null, OccurrenceCotangent.NONE, state, state));
        }
        for (; next < events.size(); next++) {
            points.add(point(events.get(next), cotangents.get(next)));
        }
        return points;
    }

    private static Point point(Occurrence event, OccurrenceCotangent cotangent) {
        return new Point(event.time(), -1, event, cotangent, event.before(), event.after());
    }

    private static int size(Part part) {
        return Math.toIntExact(part.shape().size());
    }

    /** From a point to the one before. */
    private void back(Point from, Point to, double step, Sums sums, Map<String, double[]> parameters) {
        Map<String, double[]> rows = new LinkedHashMap<>();
        Map<String, double[]> cotangents = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            String name = part.name();
            double[] start = OdeSolver.required(from.after(), name, "part");
            double[] end = OdeSolver.required(to.before(), name, "part");
            rows.put(name, joined(start, end));
            cotangents.put(name, joined(new double[size(part)], OdeSolver.required(sums.state, name, "part")));
        }
        double[] times = {from.time(), to.time()};
        Solution segment = solver.gradients().adjoint().isStoring()
                ? between.solve(from.after(), times, parameters)
                : new Solution(times, rows, step, SolveStatistics.ZERO, Map.of(), null, List.of());
        sums.statistics = sums.statistics.plus(segment.statistics());
        Gradient gradient = between.gradient(segment, cotangents, parameters);
        Map<String, double[]> state = new LinkedHashMap<>();
        problem.parts().forEach(p -> state.put(p.name(), gradient.state(p.name())));
        sums.state = state;
        problem.learntParameters().forEach(p -> sums.addParameter(p.name(), gradient.parameter(p.name())));
        sums.statistics = sums.statistics.plus(gradient.statistics());
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Through an event. */
    private void pass(Occurrence event, OccurrenceCotangent own, Sums sums, Map<String, double[]> parameters) {
        int number = problem.events().stream().map(Event::name).toList().indexOf(event.event());
        CompiledFunction function = adjoints.get(number, () -> compile(number));
        Map<String, double[]> ownBefore = new LinkedHashMap<>();
        problem.parts().forEach(p -> ownBefore.put(p.name(), own.before().getOrDefault(p.name(), new double[size(p)])));
        AtNumbers numbers = new AtNumbers(
                new double[] {event.time()},
                event.before(),
                sums.state,
                ownBefore,
                new double[] {own.time()},
                parameters);
        try (TensorMap outputs = function.call(numbers)) {
            if (Tensors.toDouble(outputs.get("slope")) == 0) {
                throw new ArithmeticException("The function of event \"" + event.event() + "\" does not change at t = "
                        + event.time() + ", so that the event's time has no derivative there.");
            }
            sums.state = outputs.numbers("state");
            Map<String, double[]> byParameter = outputs.numbers("parameters");
            problem.learntParameters()
                    .forEach(p -> sums.addParameter(p.name(), OdeSolver.required(byParameter, p.name(), "parameter")));
        }
    }

    /**
     * What the adjoint of an event starts from.
     *
     * @param t when it happened
     * @param before the state just before
     * @param after cotangents of the state just after
     * @param own the loss' derivatives by the state just before
     * @param ownTime and by the time
     */
    private record At<T extends TFloating>(
            Operand<TFloat64> t,
            NamedOperands<T> before,
            NamedOperands<T> after,
            NamedOperands<T> own,
            Operand<TFloat64> ownTime,
            NamedOperands<T> parameters) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record AtNumbers(
            double[] t,
            Map<String, double[]> before,
            Map<String, double[]> after,
            Map<String, double[]> own,
            double[] ownTime,
            Map<String, double[]> parameters) {}

    private CompiledFunction compile(int event) {
        Bundle<At<T>> inputs = Bundle.drawn(
                tf -> new At<>(time(tf), state(tf), state(tf), state(tf), time(tf), OdeSolver.parameters(tf, problem)));
        EventAdjoint<T> adjoint = solver.eventAdjoint(problem, event);
        return CompiledFunction.compile("event", inputs.specs(), options, (tf, in) -> {
            At<T> at = inputs.of(in);
            EventAdjoint.Before<T> before =
                    adjoint.build(tf, at.t(), at.before(), at.after(), at.own(), at.ownTime(), at.parameters());
            return Bundle.like(before).named(before);
        });
    }

    private static Operand<TFloat64> time(Ops tf) {
        return tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar()));
    }

    private NamedOperands<T> state(Ops tf) {
        Map<String, Operand<T>> state = new LinkedHashMap<>();
        problem.parts().forEach(p -> state.put(p.name(), tf.placeholder(problem.type(), Placeholder.shape(p.shape()))));
        return NamedOperands.of(state);
    }

    @Override
    public void close() {
        between.close();
        adjoints.close();
    }
}
