package io.seminode.solver.internal.solve;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.adjoint.ForwardPass;
import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.step.TrialSize;
import io.seminode.solver.internal.store.SampleRows;
import io.seminode.solver.internal.store.SampleStore;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.Lanes;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicSamples;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Rows;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Adds a forward solve with own step sizes per sample to a graph: one loop over rounds, in each of which every sample that
 * is not done takes a step of its own, and writes those of the output times it came to. It ends when all are done or one
 * has failed.
 */
public final class SampleSolve<T extends TFloating> implements InitialValueSolve<T> {
    private final Problem<T> problem;
    private final int samples;
    private final Lanes lanes;
    private final ForwardSystem<T> system;
    private final boolean clippedAtEveryTime;
    private final ForwardPass<T> pass;
    private final StepLoop<T> loop;

    /**
     * A forward solve.
     *
     * @param lazily whether unmeasured quadratures are lazy and the last step ends at the last output time
     * @param storage what is kept of the steps
     * @throws IllegalArgumentException if the problem or the settings do not go together with own step sizes per sample
     */
    public SampleSolve(Problem<T> problem, StepSettings settings, boolean lazily, Storage storage) {
        SampleRules.require(problem, settings, storage);
        this.problem = problem;
        this.samples = problem.samples();
        this.lanes = new Lanes(samples);
        this.system = new ForwardSystem<>(problem, settings.norm(), lazily, lanes);
        // A lazy part has no stages to interpolate from.
        this.clippedAtEveryTime = !system.lazy().isEmpty()
                || settings.isStepPerOutput()
                || (lazily && !settings.isInterpolatedToTolerance());
        StepStore<T> store = storage.ofSamples(problem.type(), system.staged(), settings, samples);
        this.loop = new StepLoop<>(system, settings, lazily, !clippedAtEveryTime, false, store);
        this.pass = new ForwardPass<>(problem, system, settings, lazily, loop, store);
    }

    @Override
    public ForwardPass<T> pass() {
        return pass;
    }

    /** What does not change from round to round. */
    private record Given<T extends TFloating>(
            Operand<TFloat64> times, Operand<TFloat64> end, Operand<TFloat64> direction, Context<T> context) {}

    /**
     * What goes from round to round.
     *
     * @param output the next output time of each sample
     * @param calls evaluations of all samples together
     * @param rows for each part the outputs, [n + 1, samples, ...]; what is written in vain goes to the last row
     */
    private record Rounds<T extends TFloating>(
            Operand<TInt32> output, Operand<TInt32> calls, LoopState<T> state, List<Operand<T>> rows) {}

    @Override
    public SymbolicSolution<T> build(
            Ops tf, NamedOperands<T> y0, Operand<TFloat64> times, int n, NamedOperands<T> parameters) {
        Context<T> context = Context.of(problem, parameters);
        List<Operand<T>> y = pick(y0, system.staged());
        List<Operand<T>> sums = pick(y0, system.lazy());
        Operand<TFloat64> end = at(tf, times, tf.constant(n - 1));
        Operand<TFloat64> first = at(tf, times, tf.constant(0));
        Given<T> given = new Given<>(times, end, SolveGraphs.direction(tf, first, end), context);

        Operand<TFloat64> t = lanes.spread(tf, first);
        boolean lazy = !system.lazy().isEmpty();
        Rates<T> rates = system.rates(tf, loop.startTime(tf, t, given.direction()), y, context, lazy);
        Operand<TFloat64> h = lanes.spread(tf, loop.firstStep(tf, t, given.direction(), y, rates, end, context));
        List<Operand<T>> initial = new ArrayList<>(y);
        initial.addAll(sums);
        List<Operand<T>> rows = new ArrayList<>();
        for (int i = 0; i < initial.size(); i++) {
            rows.add(SolveGraphs.firstOf(tf, problem.type(), parts().get(i), n + 1, initial.get(i)));
        }
        int starting = 1 + loop.firstStepEvaluations();
        Rounds<T> start =
                new Rounds<>(lanes.constant(tf, 1), tf.constant(starting), loop.start(tf, t, h, y, sums, rates), rows);
        Rounds<T> last = Loops.whileLoop(
                tf,
                "rounds",
                withOutputs(tf, start, given, n),
                given,
                (ops, carry, fixed) -> {
                    Operand<TBool> good = ops.reduceAll(isRunning(ops, carry), ops.constant(0));
                    return ops.math.logicalAnd(good, lanes.any(ops, isActive(ops, carry, n)));
                },
                (ops, carry, fixed) -> round(ops, carry, fixed, n));
        return solution(tf, last, n, starting);
    }

    private static <U extends TFloating> Operand<TBool> isRunning(Ops tf, Rounds<U> carry) {
        return Status.isRunning(tf, carry.state().status());
    }

    private static <U extends TFloating> Operand<TBool> isActive(Ops tf, Rounds<U> carry, int n) {
        return tf.math.logicalAnd(isRunning(tf, carry), tf.math.less(carry.output(), tf.constant(n)));
    }

    /** The next output time of each sample; the last one for those that are done. */
    private static Operand<TFloat64> targets(Ops tf, Operand<TInt32> output, Operand<TFloat64> times, int n) {
        return at(tf, times, tf.math.minimum(output, tf.constant(n - 1)));
    }

    private Rounds<T> round(Ops tf, Rounds<T> carry, Given<T> given, int n) {
        Operand<TFloat64> target = targets(tf, carry.output(), given.times(), n);
        TrialSize.Limits limits = new TrialSize.Limits(
                target, clippedAtEveryTime ? target : given.end(), given.direction(), tf.constant(Integer.MAX_VALUE));
        LoopState<T> before = carry.state();
        LoopState<T> after = loop.once(tf, before, limits, isActive(tf, carry, n), given.context());
        // What one sample needs is evaluated for all of them.
        Operand<TInt32> calls = tf.reduceMax(tf.math.sub(after.evaluations(), before.evaluations()), tf.constant(0));
        Rounds<T> next = new Rounds<>(carry.output(), tf.math.add(carry.calls(), calls), after, carry.rows());
        return withOutputs(tf, next, given, n);
    }

    /** Writes the outputs that samples have come to: seldom more than one each, often none. */
    private Rounds<T> withOutputs(Ops tf, Rounds<T> carry, Given<T> given, int n) {
        Outputs<T> last = Loops.whileLoop(
                tf,
                "outputs",
                new Outputs<>(carry.output(), carry.rows()),
                new Reached<>(given.times(), given.direction(), carry.state()),
                (ops, outputs, reached) -> lanes.any(ops, isDue(ops, outputs, reached, n)),
                (ops, outputs, reached) -> {
                    Operand<TBool> due = isDue(ops, outputs, reached, n);
                    Operand<TInt32> output = outputs.output();
                    Operand<TFloat64> target = targets(ops, output, reached.times(), n);
                    List<Operand<T>> values = new ArrayList<>(loop.valuesAt(ops, reached.state(), target));
                    values.addAll(reached.state().sums());
                    Operand<TInt32> place = Select.choose(ops, due, output, ops.constant(n));
                    Operand<TInt32> index = SampleRows.index(ops, place, samples);
                    List<Operand<T>> rows = new ArrayList<>();
                    for (int part = 0; part < values.size(); part++) {
                        rows.add(Rows.withZerosReplaced(ops, outputs.rows().get(part), index, values.get(part)));
                    }
                    return new Outputs<>(ops.math.add(output, ops.dtypes.cast(due, TInt32.class)), rows);
                });
        return new Rounds<>(last.output(), carry.calls(), carry.state(), last.rows());
    }

    private record Outputs<T extends TFloating>(Operand<TInt32> output, List<Operand<T>> rows) {}

    private record Reached<T extends TFloating>(
            Operand<TFloat64> times, Operand<TFloat64> direction, LoopState<T> state) {}

    /** Which samples stand at their next output time or beyond. */
    private static <U extends TFloating> Operand<TBool> isDue(Ops tf, Outputs<U> outputs, Reached<U> reached, int n) {
        LoopState<U> state = reached.state();
        Operand<TInt32> output = outputs.output();
        Operand<TFloat64> ahead = tf.math.sub(state.t(), targets(tf, output, reached.times(), n));
        Operand<TFloat64> beyond = tf.math.mul(reached.direction(), ahead);
        Operand<TBool> isThere = tf.math.logicalAnd(
                Status.isRunning(tf, state.status()), tf.math.greaterEqual(beyond, tf.constant(0.0)));
        return tf.math.logicalAnd(isThere, tf.math.less(output, tf.constant(n)));
    }

    private SymbolicSolution<T> solution(Ops tf, Rounds<T> last, int n, int starting) {
        NamedOperands<T> found = NamedOperands.of(
                parts().stream().map(Part::name).toList(),
                last.rows().stream()
                        .map(rows -> SampleRows.without(tf, rows, n))
                        .toList());
        List<String> names = problem.parts().stream().map(Part::name).toList();
        Record stored = SampleStore.counted(last.state().stored(), last.state().accepted());
        return new SymbolicSolution<>(
                NamedOperands.of(names, names.stream().map(found::get).toList()), outcome(tf, last, starting), stored);
    }

    /** Of the sample that failed, or else of the one that is behind the others. */
    private SolveOutcome outcome(Ops tf, Rounds<T> last, int starting) {
        LoopState<T> state = last.state();
        Operand<TInt32> none = tf.constant(-1);
        Operand<TInt32> place = tf.dtypes.cast(tf.math.argMax(state.status(), tf.constant(0)), TInt32.class);
        Operand<TInt32> status = at(tf, state.status(), place);
        Operand<TInt32> failed = Select.choose(tf, Status.isRunning(tf, status), none, place);
        Operand<TInt32> behind = tf.dtypes.cast(tf.math.argMin(last.output(), tf.constant(0)), TInt32.class);
        Operand<TInt32> shown = Select.choose(tf, Status.isRunning(tf, status), behind, place);
        return new SolveOutcome(
                status,
                at(tf, state.t(), shown),
                at(tf, state.h(), shown),
                last.calls(),
                tf.reduceSum(state.accepted(), tf.constant(0)),
                tf.reduceSum(state.rejected(), tf.constant(0)),
                at(tf, state.culprit(), shown),
                tf.reduceMin(last.output(), tf.constant(0)),
                List.of(),
                null,
                new SymbolicSamples(
                        tf.math.add(state.evaluations(), tf.constant(starting)),
                        state.accepted(),
                        state.rejected(),
                        failed));
    }

    private static <T extends TFloating> List<Operand<T>> pick(NamedOperands<T> values, List<Part> parts) {
        return parts.stream().map(p -> values.get(p.name())).toList();
    }
}
