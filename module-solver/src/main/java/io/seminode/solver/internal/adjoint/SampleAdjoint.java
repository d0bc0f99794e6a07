package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.store.SampleRows;
import io.seminode.solver.internal.store.SampleStore;
import io.seminode.solver.internal.store.StoredStep;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.Deadline;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.Lanes;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSamples;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Backpropagation through the accepted steps of each sample, see {@link CheckpointedAdjoint}: in each round every sample
 * goes back one step of its own. All steps' beginnings are kept; the derivative that a step starts with is evaluated again,
 * so that a step depends on nothing but the state at its beginning.
 */
public final class SampleAdjoint<T extends TFloating> implements AdjointSolve<T> {
    private final Problem<T> problem;
    private final ForwardSystem<T> system;
    private final StepSettings settings;
    private final SampleStore<T> store;
    private final StepLoop<T> loop;
    private final boolean timeGradient;
    private final Lanes lanes;
    private final OutputCotangents<T> outputs;

    /**
     * An adjoint of a forward solve.
     *
     * @param system of the forward solve
     * @param store what it kept
     * @param loop its steps
     * @param timeGradient whether the gradient by the output times is wanted
     */
    public SampleAdjoint(
            Problem<T> problem,
            ForwardSystem<T> system,
            StepSettings settings,
            SampleStore<T> store,
            StepLoop<T> loop,
            boolean timeGradient) {
        this.problem = problem;
        this.system = system;
        this.settings = settings;
        this.store = store;
        this.loop = loop;
        this.timeGradient = timeGradient;
        this.lanes = system.lanes();
        this.outputs = new OutputCotangents<>(system, settings);
    }

    @Override
    public List<Part> parts() {
        return system.parts();
    }

    @Override
    public int capacity() {
        return store.capacity();
    }

    /**
     * What goes from round to round.
     *
     * @param step the next one of each sample to differentiate, or -1
     * @param output the last output time of each that was not met yet
     * @param rounds so far
     * @param byState cotangents of the parts, those with stages first, where the step ends
     * @param byParameters of the learnt parameters
     */
    private record Carry<T extends TFloating>(
            Operand<TInt32> step,
            Operand<TInt32> output,
            Operand<TInt32> rounds,
            List<Operand<T>> byState,
            List<Operand<T>> byParameters) {}

    /**
     * What does not change.
     *
     * @param first the state with stages at the first time
     * @param cotangents of all parts, [n, samples, ...]
     */
    private record Given<T extends TFloating>(
            Deadline deadline,
            Operand<TFloat64> times,
            List<Operand<T>> first,
            List<Operand<T>> cotangents,
            Record stored,
            Context<T> context) {}

    @Override
    public SymbolicGradient<T> build(
            Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters) {
        Operand<TInt32> zero = tf.constant(0);
        Given<T> given = new Given<>(
                Deadline.from(tf, settings, cotangents.list().get(0)),
                forward.times(),
                system.staged().stream()
                        .map(p -> at(tf, forward.values().get(p.name()), zero))
                        .toList(),
                parts().stream().map(p -> cotangents.get(p.name())).toList(),
                forward.stored(),
                Context.of(problem, parameters));
        Carry<T> end = new Carry<>(
                tf.math.sub(store.read(forward.stored()).counts(), tf.constant(1)),
                lanes.constant(tf, forward.n() - 1),
                zero,
                SolveGraphs.zeros(tf, problem.type(), parts()),
                problem.learntParameters().stream()
                        .map(p -> Tensors.zeros(tf, problem.type(), p.shape()))
                        .toList());
        Carry<T> last = Loops.whileLoop(
                tf,
                "reversed_rounds",
                end,
                given,
                (ops, carry, fixed) -> {
                    Operand<TBool> late = fixed.deadline().isOver(ops);
                    return ops.math.logicalAnd(
                            lanes.any(ops, isActive(ops, carry)),
                            ops.math.logicalAnd(isFinite(ops, carry), ops.math.logicalNot(late)));
                },
                this::reverse);
        return gradient(tf, last, forward, given);
    }

    private static <U extends TFloating> Operand<TBool> isActive(Ops tf, Carry<U> carry) {
        return tf.math.greaterEqual(carry.step(), tf.constant(0));
    }

    private Operand<TBool> isFinite(Ops tf, Carry<T> carry) {
        List<Operand<T>> sums = new ArrayList<>();
        carry.byState().forEach(v -> sums.add(lanes.sum(tf, v)));
        return tf.math.isFinite(tf.reduceSum(tf.math.addN(sums), tf.constant(0)));
    }

    /** A step of each sample; an empty one at the first time for those that have none left. */
    private record Step<T extends TFloating>(
            Operand<TBool> active, Operand<TFloat64> t0, Operand<TFloat64> t1, List<Operand<T>> y) {}

    private Step<T> load(Ops tf, Carry<T> carry, Given<T> given) {
        SampleStore.Stored<T> stored = store.read(given.stored());
        Operand<TBool> active = isActive(tf, carry);
        Operand<TInt32> row = tf.math.maximum(carry.step(), tf.constant(0));
        Operand<TFloat64> first = lanes.spread(tf, at(tf, given.times(), tf.constant(0)));
        List<Operand<T>> y = new ArrayList<>();
        for (int part = 0; part < stored.y().size(); part++) {
            Operand<T> kept = SampleRows.at(tf, stored.y().get(part), row, store.samples());
            y.add(tf.stopGradient(Select.choose(tf, active, kept, given.first().get(part))));
        }
        return new Step<>(
                active,
                Select.choose(tf, active, SampleRows.at(tf, stored.starts(), row, store.samples()), first),
                Select.choose(tf, active, SampleRows.at(tf, stored.ends(), row, store.samples()), first),
                y);
    }

    /** Goes back one step of each sample. */
    private Carry<T> reverse(Ops tf, Carry<T> carry, Given<T> given) {
        Step<T> step = load(tf, carry, given);
        OutputCotangents.Found<T> of = withOutputs(tf, carry, given, step);
        boolean lazy = !system.lazy().isEmpty();
        Operand<TFloat64> direction = SolveGraphs.direction(tf, step.t0(), step.t1());
        Rates<T> start = system.rates(tf, loop.startTime(tf, step.t0(), direction), step.y(), given.context(), lazy);
        var taken = new StoredStep<>(step.t0(), step.t1(), step.y(), start.staged())
                .take(tf, system, settings, start.lazy(), given.context());
        List<Operand<T>> outputs = new ArrayList<>(taken.y1());
        List<Operand<T>> cotangents = new ArrayList<>(of.known().get(StepInterpolant.Y1));
        outputs.addAll(start.staged());
        cotangents.addAll(of.known().get(StepInterpolant.F0));
        outputs.addAll(taken.f1());
        cotangents.addAll(of.known().get(StepInterpolant.F1));
        if (!taken.yMid().isEmpty()) {
            outputs.addAll(taken.yMid());
            cotangents.addAll(of.known().get(StepInterpolant.MIDDLE));
        }
        outputs.addAll(taken.increments());
        cotangents.addAll(of.sums());

        NamedOperands<T> theta = given.context().parameters();
        List<Operand<T>> by = new ArrayList<>(step.y());
        problem.learntParameters().forEach(p -> by.add(theta.get(p.name())));
        List<Operand<T>> products = Gradients.vjpOrZeros(tf, outputs, by, cotangents);
        int staged = step.y().size();
        List<Operand<T>> byState = new ArrayList<>();
        for (int part = 0; part < staged; part++) {
            Operand<T> sum = tf.math.add(
                    products.get(part), of.known().get(StepInterpolant.Y0).get(part));
            byState.add(Select.choose(tf, step.active(), sum, carry.byState().get(part)));
        }
        byState.addAll(of.sums());
        List<Operand<T>> byParameters = new ArrayList<>();
        for (int i = 0; i < carry.byParameters().size(); i++) {
            byParameters.add(tf.math.add(carry.byParameters().get(i), products.get(staged + i)));
        }
        Operand<TInt32> one = tf.constant(1);
        return new Carry<>(
                tf.math.maximum(tf.math.sub(carry.step(), one), tf.constant(-1)),
                of.output(),
                tf.math.add(carry.rounds(), one),
                byState,
                byParameters);
    }

    /** The cotangents at the ends of the steps, and those of the output times in them; zero for samples that have none left. */
    private OutputCotangents.Found<T> withOutputs(Ops tf, Carry<T> carry, Given<T> given, Step<T> step) {
        List<Operand<T>> zeros = SolveGraphs.zeros(tf, problem.type(), system.staged());
        int staged = zeros.size();
        List<Operand<T>> byY =
                Select.chooseEach(tf, step.active(), carry.byState().subList(0, staged), zeros);
        List<Operand<T>> bySums =
                carry.byState().subList(staged, carry.byState().size());
        return outputs.in(
                tf,
                step.active(),
                step.t0(),
                step.t1(),
                carry.output(),
                new OutputCotangents.AtEnd<>(byY, zeros, bySums),
                given.times(),
                given.cotangents());
    }

    /** What is left when all steps are done: the outputs at the first time. */
    private SymbolicGradient<T> gradient(Ops tf, Carry<T> last, Forward<T> forward, Given<T> given) {
        return new FirstOutputs<>(problem, system, timeGradient)
                .gradient(
                        tf,
                        forward,
                        given.cotangents(),
                        last.output(),
                        last.byState(),
                        last.byParameters(),
                        given.context(),
                        outcome(tf, last, forward));
    }

    private SolveOutcome outcome(Ops tf, Carry<T> last, Forward<T> forward) {
        SampleStore.Stored<T> stored = store.read(forward.stored());
        Operand<TInt32> done = tf.math.sub(tf.math.sub(stored.counts(), tf.constant(1)), last.step());
        Operand<TBool> finite = isFinite(tf, last);
        int perStep = 1 + settings.tableau().evaluationsPerStep();
        int outputs = timeGradient ? forward.n() : 0;
        Operand<TInt32> behind = tf.dtypes.cast(tf.math.argMax(last.step(), tf.constant(0)), TInt32.class);
        Operand<TInt32> row = tf.math.maximum(at(tf, last.step(), behind), tf.constant(0));
        Operand<TFloat64> t = at(tf, at(tf, stored.starts(), row), behind);
        Operand<TInt32> good = tf.constant(-1);
        return new SolveOutcome(
                Deadline.status(tf, lanes.any(tf, isActive(tf, last)), finite),
                t,
                tf.math.abs(tf.math.sub(at(tf, at(tf, stored.ends(), row), behind), t)),
                tf.math.add(tf.constant(outputs), tf.math.mul(tf.constant(perStep), last.rounds())),
                tf.reduceSum(done, tf.constant(0)),
                tf.constant(0),
                Select.choose(tf, finite, good, tf.constant(0)),
                tf.math.sub(tf.constant(forward.n() - 1), tf.reduceMax(last.output(), tf.constant(0))),
                List.of(),
                null,
                new SymbolicSamples(
                        tf.math.add(tf.constant(outputs), tf.math.mul(tf.constant(perStep), done)),
                        done,
                        tf.zerosLike(done),
                        good));
    }
}
