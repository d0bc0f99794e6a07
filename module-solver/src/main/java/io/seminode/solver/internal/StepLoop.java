package io.seminode.solver.internal;

import io.seminode.solver.control.StepController;
import io.seminode.solver.internal.OdeSystem.Rates;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The adaptive loop: take a trial step, estimate its error, measure it with the norm, accept or reject, choose the next
 * step size.
 *
 * <p>With r = norm(error / (atol + rtol max(|y0|, |y1|))), a step is accepted if r is at most 1.
 */
final class StepLoop<T extends TFloating> {
    /** A step this much short of the end is stretched to it, so that no sliver of a step is left. */
    private static final double STRETCH = 1 + 1e-9;

    /** Near t = 0 steps of every size change the time. */
    private static final double SMALLEST_FRACTION = 1e-16;

    private final OdeSystem<T> system;
    private final StepSettings settings;
    private final boolean clipped;
    private final boolean interpolated;
    private final List<Integer> measured;
    private final StepStore<T> store;

    /**
     * A loop.
     *
     * @param clipped whether no step goes past the clip time
     * @param interpolated whether output times may lie inside a step
     * @param store keeps accepted steps
     */
    StepLoop(OdeSystem<T> system, StepSettings settings, boolean clipped, boolean interpolated, StepStore<T> store) {
        this.system = system;
        this.settings = settings;
        this.clipped = clipped;
        this.interpolated = interpolated;
        this.measured = measuredParts(system, settings);
        this.store = store;
    }

    private static List<Integer> measuredParts(OdeSystem<?> system, StepSettings settings) {
        List<Part> parts = system.staged();
        List<Integer> measured = new ArrayList<>();
        List<Integer> every = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            every.add(i);
            if (settings.norm().measures(parts.get(i))) {
                measured.add(i);
            }
        }
        return measured.isEmpty() ? every : measured;
    }

    /** The state before the first step. */
    LoopState<T> start(
            Ops tf,
            Operand<TFloat64> t,
            Operand<TFloat64> h,
            List<Operand<T>> y,
            List<Operand<T>> sums,
            Rates<T> rates) {
        List<Operand<TFloat64>> memory = new ArrayList<>();
        for (double value : settings.controller().initialMemory()) {
            memory.add(tf.constant(value));
        }
        List<Operand<TFloat64>> record = new ArrayList<>();
        if (settings.recordedSteps() > 0) {
            for (int i = 0; i < 3; i++) {
                record.add(tf.constant(new double[settings.recordedSteps()]));
            }
        }
        return new LoopState<>(
                t,
                h,
                status(tf, Status.RUNNING),
                tf.constant(0),
                tf.constant(0),
                tf.constant(-1),
                memory,
                y,
                rates.staged(),
                sums,
                rates.lazy(),
                dense(t, y, rates.staged()),
                record,
                deadline(tf, y),
                store.start(tf));
    }

    /** The same statistics, memory and record at a new place. */
    LoopState<T> restart(
            LoopState<T> state, Operand<TFloat64> t, Operand<TFloat64> h, List<Operand<T>> y, Rates<T> rates) {
        return new LoopState<>(
                t,
                h,
                state.status(),
                state.accepted(),
                state.rejected(),
                state.culprit(),
                state.memory(),
                y,
                rates.staged(),
                state.sums(),
                rates.lazy(),
                dense(t, y, rates.staged()),
                state.record(),
                state.deadline(),
                state.stored());
    }

    private List<DenseStep<T>> dense(Operand<TFloat64> t, List<Operand<T>> y, List<Operand<T>> f) {
        List<Operand<T>> middle = settings.tableau().hasMidWeights() ? y : List.of();
        return interpolated ? List.of(new DenseStep<>(t, y, f, middle)) : List.of();
    }

    /**
     * Steps until the solution stands at {@code target} or beyond, or has failed.
     *
     * @param direction 1 or -1, the sign of dt
     * @param clip no step goes past this time if the loop is a clipped one
     */
    LoopState<T> advance(
            Ops tf,
            LoopState<T> state,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            List<Operand<?>> context) {
        List<Operand<?>> invariants = new ArrayList<>(List.of(target, clip, direction));
        invariants.addAll(context);
        Limits toTarget = new Limits(target, clip, direction);
        // The last step allowed may have ended at the output time before this one.
        Operand<TBool> tooMany = tf.math.logicalAnd(
                isExhausted(tf, state.accepted(), state.rejected()),
                tf.math.greater(toTarget.distance(tf, state.t(), target), tf.constant(0.0)));
        Operand<TInt32> status = choose(tf, tooMany, status(tf, Status.TOO_MANY_STEPS), state.status());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "steps",
                state.withStatus(status).pack(),
                invariants,
                (ops, carried, fixed) -> {
                    LoopState<T> s = state.unpack(carried);
                    Limits limits = Limits.of(fixed);
                    return ops.math.logicalAnd(
                            isRunning(ops, s.status()),
                            ops.math.greater(limits.distance(ops, s.t(), limits.target()), ops.constant(0.0)));
                },
                (ops, carried, fixed) -> step(
                                ops, state.unpack(carried), Limits.of(fixed), fixed.subList(Limits.COUNT, fixed.size()))
                        .pack());
        return state.unpack(last);
    }

    private record Limits(Operand<TFloat64> target, Operand<TFloat64> clip, Operand<TFloat64> direction) {
        static final int COUNT = 3;

        static Limits of(List<Operand<?>> fixed) {
            List<Operand<TFloat64>> limits = LoopState.take(fixed.iterator(), COUNT);
            return new Limits(limits.get(0), limits.get(1), limits.get(2));
        }

        Operand<TFloat64> distance(Ops tf, Operand<TFloat64> from, Operand<TFloat64> to) {
            return tf.math.mul(direction, tf.math.sub(to, from));
        }
    }

    private LoopState<T> step(Ops tf, LoopState<T> s, Limits limits, List<Operand<?>> context) {
        Trial trial = trial(tf, s, limits);
        RungeKuttaStep<T> step =
                RungeKuttaStep.take(tf, system, settings.tableau(), s.beginning(), trial.t1(), trial.dt(), context);
        List<MeasuredPart<T>> errors = scaledErrors(tf, s.y(), step);
        Operand<TFloat64> ratio = tf.dtypes.cast(tf.math.abs(settings.norm().of(tf, errors)), TFloat64.class);
        Operand<TInt32> culprit = culprit(tf, errors, step);
        Operand<TBool> finite = tf.math.logicalAnd(tf.math.isFinite(ratio), tf.math.less(culprit, tf.constant(0)));
        Operand<TBool> small = tf.math.logicalAnd(finite, tf.math.lessEqual(ratio, tf.constant(1.0)));
        Operand<TBool> stuck = isStuck(tf, s, limits, trial);
        Operand<TBool> accept = tf.math.logicalAnd(small, tf.math.logicalNot(stuck));
        Operand<TBool> reject = tf.math.logicalNot(tf.math.logicalOr(small, stuck));

        StepController controller = settings.controller();
        StepController.Decision decision = controller.decide(
                tf,
                choose(tf, finite, ratio, tf.constant(1.0)),
                accept,
                settings.tableau().errorOrder(),
                s.memory());
        Operand<TFloat64> factor = choose(tf, finite, decision.factor(), tf.constant(controller.smallestFactor()));
        Operand<TFloat64> h = tf.math.mul(trial.size(), factor);
        if (clipped) {
            // A step that was only cut short by the end says nothing against the size that was planned.
            Operand<TBool> cut = tf.math.logicalAnd(accept, trial.reachesClip());
            h = choose(tf, cut, tf.math.maximum(h, s.h()), h);
        }
        Operand<TBool> arrived = tf.math.logicalAnd(
                accept, tf.math.lessEqual(limits.distance(tf, trial.t1(), limits.target()), tf.constant(0.0)));
        Operand<TInt32> accepted = tf.math.add(s.accepted(), tf.dtypes.cast(accept, TInt32.class));
        Operand<TInt32> rejected = tf.math.add(s.rejected(), tf.dtypes.cast(reject, TInt32.class));
        // A stuck step is too small to see anything: the step before it says what went wrong.
        Operand<TInt32> cause = choose(tf, stuck, s.culprit(), culprit);
        return new LoopState<>(
                choose(tf, accept, trial.t1(), s.t()),
                h,
                nextStatus(tf, stuck, cause, isExhausted(tf, accepted, rejected), isLate(tf, s), arrived),
                accepted,
                rejected,
                cause,
                chooseEach(tf, finite, decision.memory(), s.memory()),
                chooseEach(tf, accept, step.y1(), s.y()),
                chooseEach(tf, accept, step.f1(), s.f()),
                chooseEach(tf, accept, added(tf, s.sums(), step.increments()), s.sums()),
                chooseEach(tf, accept, step.integrands(), s.integrands()),
                nextDense(tf, accept, s, step),
                record(tf, s, trial, stuck, accept),
                s.deadline(),
                store.put(
                        tf,
                        s.stored(),
                        s.accepted(),
                        new StepStore.Trial<>(s.t(), trial.t1(), s.y(), s.f(), step.y1(), step.f1(), step.yMid())));
    }

    /** Whether a step is too small to change the time, or to get anywhere in as many steps as float64 has digits for. */
    private static <U extends TFloating> Operand<TBool> isStuck(Ops tf, LoopState<U> s, Limits limits, Trial trial) {
        Operand<TFloat64> left = limits.distance(tf, s.t(), limits.target());
        return tf.math.logicalOr(
                tf.math.equal(trial.t1(), s.t()),
                tf.math.less(trial.size(), tf.math.mul(tf.constant(SMALLEST_FRACTION), left)));
    }

    /**
     * A step about to be tried.
     *
     * @param size positive
     * @param dt signed size
     * @param t1 where it ends
     * @param reachesClip whether it was cut to end at the clip time
     */
    private record Trial(
            Operand<TFloat64> size, Operand<TFloat64> dt, Operand<TFloat64> t1, Operand<TBool> reachesClip) {}

    private Trial trial(Ops tf, LoopState<T> s, Limits limits) {
        Operand<TFloat64> size = s.h();
        Operand<TFloat64> planned = tf.math.add(s.t(), tf.math.mul(limits.direction(), size));
        if (!clipped) {
            return new Trial(size, tf.math.mul(limits.direction(), size), planned, tf.constant(false));
        }
        Operand<TFloat64> left = limits.distance(tf, s.t(), limits.clip());
        Operand<TBool> reaches = tf.math.greaterEqual(tf.math.mul(size, tf.constant(STRETCH)), left);
        Operand<TFloat64> cut = choose(tf, reaches, left, size);
        return new Trial(
                cut, tf.math.mul(limits.direction(), cut), choose(tf, reaches, limits.clip(), planned), reaches);
    }

    private List<MeasuredPart<T>> scaledErrors(Ops tf, List<Operand<T>> y0, RungeKuttaStep<T> step) {
        List<MeasuredPart<T>> errors = new ArrayList<>();
        for (int part : measured) {
            Operand<T> size = tf.math.maximum(
                    tf.math.abs(y0.get(part)), tf.math.abs(step.y1().get(part)));
            Operand<T> tolerance =
                    tf.math.add(number(tf, settings.atol()), tf.math.mul(number(tf, settings.rtol()), size));
            errors.add(new MeasuredPart<>(
                    system.staged().get(part), tf.math.div(step.error().get(part), tolerance)));
        }
        return errors;
    }

    /** The first step size: Hairer, Norsett and Wanner, section II.4; costs one evaluation. */
    Operand<TFloat64> firstStep(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> direction,
            List<Operand<T>> y0,
            Rates<T> rates,
            List<Operand<?>> context) {
        return new FirstStep<>(system, settings, measured).choose(tf, t0, direction, y0, rates.staged(), context);
    }

    /** The solution of the staged parts at {@code t}, which lies in the last step. */
    List<Operand<T>> valuesAt(Ops tf, LoopState<T> state, Operand<TFloat64> t) {
        if (state.dense().isEmpty()) {
            return state.y();
        }
        return state.dense().get(0).interpolate(tf, system.type(), t, state.t(), state.y(), state.f());
    }

    private List<DenseStep<T>> nextDense(Ops tf, Operand<TBool> accept, LoopState<T> s, RungeKuttaStep<T> step) {
        return s.dense().stream()
                .map(old -> new DenseStep<>(
                        choose(tf, accept, s.t(), old.t0()),
                        chooseEach(tf, accept, s.y(), old.y0()),
                        chooseEach(tf, accept, s.f(), old.f0()),
                        chooseEach(tf, accept, step.yMid(), old.yMid())))
                .toList();
    }

    private Operand<TInt32> nextStatus(
            Ops tf,
            Operand<TBool> stuck,
            Operand<TInt32> culprit,
            Operand<TBool> exhausted,
            Operand<TBool> late,
            Operand<TBool> arrived) {
        Operand<TBool> finite = tf.math.less(culprit, tf.constant(0));
        Operand<TInt32> nonFinite = status(tf, Status.NON_FINITE);
        Operand<TInt32> whyStuck = choose(tf, finite, status(tf, Status.STEP_TOO_SMALL), nonFinite);
        Operand<TInt32> whyTooMany = choose(tf, finite, status(tf, Status.TOO_MANY_STEPS), nonFinite);
        Operand<TBool> tooMany = tf.math.logicalAnd(tf.math.logicalNot(arrived), exhausted);
        Operand<TBool> outOfTime = tf.math.logicalAnd(tf.math.logicalNot(arrived), late);
        Operand<TInt32> next = choose(tf, outOfTime, status(tf, Status.OUT_OF_TIME), status(tf, Status.RUNNING));
        return choose(tf, stuck, whyStuck, choose(tf, tooMany, whyTooMany, next));
    }

    /** When the solve must have ended: the clock is read when the state is there to start from. */
    private List<Operand<TFloat64>> deadline(Ops tf, List<Operand<T>> y) {
        if (!settings.isTimed()) {
            return List.of();
        }
        Operand<TFloat64> begun = tf.withControlDependencies(y.get(0)).timestamp();
        return List.of(tf.math.add(begun, tf.constant(settings.timeLimit())));
    }

    private Operand<TBool> isLate(Ops tf, LoopState<T> s) {
        return s.deadline().isEmpty()
                ? tf.constant(false)
                : tf.math.greater(tf.timestamp(), s.deadline().get(0));
    }

    /** Whether no more steps are allowed, or find room. */
    private Operand<TBool> isExhausted(Ops tf, Operand<TInt32> accepted, Operand<TInt32> rejected) {
        return tf.math.logicalOr(
                tf.math.greaterEqual(tf.math.add(accepted, rejected), tf.constant(settings.maxSteps())),
                tf.math.greaterEqual(accepted, tf.constant(store.capacity())));
    }

    /**
     * The first part whose error, or for a lazy part increment, is not finite, or -1: staged parts by their index, then
     * lazy ones. What the norm leaves out is looked at too.
     */
    private Operand<TInt32> culprit(Ops tf, List<MeasuredPart<T>> errors, RungeKuttaStep<T> step) {
        List<Operand<T>> values = new ArrayList<>(step.error());
        for (int i = 0; i < errors.size(); i++) {
            values.set(measured.get(i), errors.get(i).value());
        }
        values.addAll(step.increments());
        List<Operand<T>> sums = new ArrayList<>();
        int[] indices = new int[values.size()];
        int[] none = new int[values.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
            none[i] = Integer.MAX_VALUE;
            sums.add(tf.reduceSum(tf.reshape(values.get(i), tf.constant(new int[] {-1})), tf.constant(0)));
        }
        Operand<TInt32> suspects = tf.select(tf.math.isFinite(tf.stack(sums)), tf.constant(none), tf.constant(indices));
        Operand<TInt32> first = tf.reduceMin(suspects, tf.constant(0));
        return choose(tf, tf.math.less(first, tf.constant(Integer.MAX_VALUE)), first, tf.constant(-1));
    }

    private List<Operand<TFloat64>> record(
            Ops tf, LoopState<T> s, Trial trial, Operand<TBool> stuck, Operand<TBool> accept) {
        if (s.record().isEmpty()) {
            return s.record();
        }
        Operand<TInt32> count = tf.math.add(s.accepted(), s.rejected());
        Operand<TInt32> lastPlace = tf.constant(settings.recordedSteps() - 1);
        Operand<TBool> unchanged = tf.math.logicalOr(stuck, tf.math.greater(count, lastPlace));
        Operand<TInt32> place = tf.math.minimum(count, lastPlace);
        Operand<TInt32> index = tf.reshape(place, tf.constant(new int[] {1, 1}));
        List<Operand<TFloat64>> values = List.of(s.t(), trial.dt(), tf.dtypes.cast(accept, TFloat64.class));
        List<Operand<TFloat64>> next = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Operand<TFloat64> old = s.record().get(i);
            Operand<TFloat64> written =
                    tf.tensorScatterNdUpdate(old, index, tf.reshape(values.get(i), tf.constant(new int[] {1})));
            next.add(choose(tf, unchanged, old, written));
        }
        return next;
    }

    private Operand<T> number(Ops tf, double value) {
        return Tensors.constant(tf, system.type(), value);
    }

    static Operand<TInt32> status(Ops tf, Status status) {
        return tf.constant(status.code());
    }

    static Operand<TBool> isRunning(Ops tf, Operand<TInt32> status) {
        return tf.math.equal(status, status(tf, Status.RUNNING));
    }

    private static <U extends TFloating> List<Operand<U>> added(
            Ops tf, List<Operand<U>> sums, List<Operand<U>> increments) {
        List<Operand<U>> added = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            added.add(tf.math.add(sums.get(i), increments.get(i)));
        }
        return added;
    }

    /** One of two operands by a scalar condition; TensorFlow's first "Select" hands the chosen one on without a copy. */
    static <U extends TType> Operand<U> choose(Ops tf, Operand<TBool> condition, Operand<U> yes, Operand<U> no) {
        return tf.scope()
                .opBuilder("Select", "choose")
                .addInput(condition.asOutput())
                .addInput(yes.asOutput())
                .addInput(no.asOutput())
                .build()
                .output(0);
    }

    private static <U extends TType> List<Operand<U>> chooseEach(
            Ops tf, Operand<TBool> condition, List<Operand<U>> yes, List<Operand<U>> no) {
        List<Operand<U>> chosen = new ArrayList<>();
        for (int i = 0; i < no.size(); i++) {
            chosen.add(choose(tf, condition, yes.get(i), no.get(i)));
        }
        return chosen;
    }
}
