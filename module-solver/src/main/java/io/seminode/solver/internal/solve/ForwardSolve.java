package io.seminode.solver.internal.solve;

import static io.seminode.solver.internal.system.SolveGraphs.at;
import static io.seminode.solver.internal.system.SolveGraphs.withRow;

import io.seminode.solver.internal.adjoint.ForwardPass;
import io.seminode.solver.internal.event.EventLoop;
import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Adds a forward solve to a graph: a loop over output times around the loop over steps. */
public final class ForwardSolve<T extends TFloating> implements InitialValueSolve<T> {
    private final Problem<T> problem;
    private final ForwardSystem<T> system;
    private final StepLoop<T> loop;
    private final EventLoop<T> events;
    private final boolean clippedAtEveryTime;
    private final ForwardPass<T> pass;

    /**
     * A forward solve.
     *
     * @param lazily whether unmeasured quadratures are lazy and the last step ends at the last output time
     * @param storage what is kept of the steps
     */
    public ForwardSolve(Problem<T> problem, StepSettings settings, boolean lazily, Storage storage) {
        this.problem = problem;
        // Dense output and events need the stages of every part.
        boolean wholeSteps =
                storage.kind() == Storage.Kind.DENSE_OUTPUT || !problem.events().isEmpty();
        boolean lazyParts = lazily && !wholeSteps;
        this.system = new ForwardSystem<>(problem, settings.norm(), lazyParts);
        // A lazy part has no stages to interpolate from.
        this.clippedAtEveryTime = !system.lazy().isEmpty()
                || settings.isStepPerOutput()
                || (lazily && !settings.isInterpolatedToTolerance());
        StepStore<T> store = storage.of(problem.type(), system.staged(), settings);
        // Events lie inside steps wherever the steps end.
        boolean interpolated = !clippedAtEveryTime || !problem.events().isEmpty();
        this.loop = new StepLoop<>(system, settings, lazily, interpolated, false, store);
        this.events = new EventLoop<>(problem, system, loop);
        this.pass = new ForwardPass<>(problem, system, settings, lazily, loop, store);
    }

    @Override
    public ForwardPass<T> pass() {
        return pass;
    }

    @Override
    public SymbolicSolution<T> build(
            Ops tf, NamedOperands<T> y0, Operand<TFloat64> times, int n, NamedOperands<T> parameters) {
        Context<T> context = Context.of(problem, parameters);
        List<Operand<T>> y = pick(y0, system.staged());
        List<Operand<T>> sums = pick(y0, system.lazy());
        Operand<TFloat64> first = at(tf, times, tf.constant(0));
        Operand<TFloat64> end = at(tf, times, tf.constant(n - 1));
        Operand<TFloat64> direction = SolveGraphs.direction(tf, first, end);

        boolean lazy = !system.lazy().isEmpty();
        Rates<T> rates = system.rates(tf, loop.startTime(tf, first, direction), y, context, lazy);
        Operand<TFloat64> h = loop.firstStep(tf, first, direction, y, rates, end, context);
        EventLoop.State<T> start = events.start(tf, loop.start(tf, first, h, y, sums, rates), context);
        List<Operand<T>> initial = new ArrayList<>(y);
        initial.addAll(sums);
        List<Operand<T>> rows = new ArrayList<>();
        for (int i = 0; i < initial.size(); i++) {
            rows.add(SolveGraphs.firstOf(tf, problem.type(), parts().get(i), n, initial.get(i)));
        }
        return solution(
                tf,
                Loops.whileLoop(
                        tf,
                        "outputs",
                        new Outputs<>(tf.constant(1), start, rows),
                        new Given<>(times, end, direction, context),
                        (ops, outputs, given) -> ops.math.logicalAnd(
                                Status.isRunning(ops, outputs.state().step().status()),
                                ops.math.less(outputs.reached(), ops.constant(n))),
                        this::toNextOutput));
    }

    /**
     * What goes from output to output.
     *
     * @param reached how many output times were
     * @param rows for each part the outputs, [n, ...]
     */
    private record Outputs<T extends TFloating>(
            Operand<TInt32> reached, EventLoop.State<T> state, List<Operand<T>> rows) {}

    private record Given<T extends TFloating>(
            Operand<TFloat64> times, Operand<TFloat64> end, Operand<TFloat64> direction, Context<T> context) {}

    private Outputs<T> toNextOutput(Ops tf, Outputs<T> outputs, Given<T> given) {
        Operand<TInt32> i = outputs.reached();
        Operand<TFloat64> target = at(tf, given.times(), i);
        EventLoop.State<T> next = events.advance(
                tf,
                outputs.state(),
                target,
                clippedAtEveryTime ? target : given.end(),
                given.direction(),
                given.context());
        List<Operand<T>> values = new ArrayList<>(loop.valuesAt(tf, next.step(), target));
        values.addAll(next.step().sums());
        List<Operand<T>> rows = new ArrayList<>();
        for (int part = 0; part < values.size(); part++) {
            rows.add(withRow(tf, outputs.rows().get(part), i, values.get(part)));
        }
        Operand<TInt32> known = tf.dtypes.cast(next.isKnownAt(tf, target), TInt32.class);
        return new Outputs<>(tf.math.add(i, known), next, rows);
    }

    private SymbolicSolution<T> solution(Ops tf, Outputs<T> last) {
        EventLoop.State<T> both = last.state();
        LoopState<T> state = both.step();
        NamedOperands<T> found =
                NamedOperands.of(parts().stream().map(Part::name).toList(), last.rows());
        List<String> names = problem.parts().stream().map(Part::name).toList();
        NamedOperands<T> values =
                NamedOperands.of(names, names.stream().map(found::get).toList());
        Operand<TInt32> started = tf.math.add(tf.constant(1 + loop.firstStepEvaluations()), both.restarts(tf));
        Operand<TInt32> evaluations = tf.math.add(started, state.evaluations());
        return new SymbolicSolution<>(
                values,
                new SolveOutcome(
                        state.status(),
                        state.t(),
                        state.h(),
                        evaluations,
                        state.accepted(),
                        state.rejected(),
                        state.culprit(),
                        last.reached(),
                        state.recorded(),
                        loop.unmeasured(tf, state),
                        null),
                events.symbolic(both),
                state.stored());
    }

    private static <T extends TFloating> List<Operand<T>> pick(NamedOperands<T> values, List<Part> parts) {
        return parts.stream().map(p -> values.get(p.name())).toList();
    }
}
