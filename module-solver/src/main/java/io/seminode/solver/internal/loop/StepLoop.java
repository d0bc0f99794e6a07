package io.seminode.solver.internal.loop;

import io.seminode.solver.internal.loop.StepJudge.Verdict;
import io.seminode.solver.internal.step.FirstStep;
import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.step.Stepper;
import io.seminode.solver.internal.step.TrialSize;
import io.seminode.solver.internal.step.TrialSize.Limits;
import io.seminode.solver.internal.step.UnmeasuredIntegrals;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.Deadline;
import io.seminode.solver.internal.system.JumpRestart;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * <p>With r = norm(error / (atol + rtol max(|y0|, |y1|))), a step is accepted if r is at most 1. With a controller of constant
 * steps every step is.
 */
public final class StepLoop<T extends TFloating> {
    private final OdeSystem<T> system;
    private final StepSettings settings;
    private final boolean clipped;
    private final boolean interpolated;
    private final StepErrors<T> errors;
    private final UnmeasuredIntegrals<T> unmeasured;
    private final Stepper<T> stepper;
    private final StepJudge<T> judge;
    private final JumpRestart<T> restart;
    private final double[] stops;
    private final boolean afresh;
    private final StepStore<T> store;

    /**
     * A loop.
     *
     * @param clipped whether no step goes past the clip time
     * @param interpolated whether output times may lie inside a step
     * @param afresh whether the solve starts afresh at every clip time, so that no derivative is needed there
     * @param store keeps accepted steps
     */
    public StepLoop(
            OdeSystem<T> system,
            StepSettings settings,
            boolean clipped,
            boolean interpolated,
            boolean afresh,
            StepStore<T> store) {
        this.system = system;
        this.settings = settings;
        // Steps of constant size would go past the end of their grid.
        this.clipped = clipped || settings.isConstant();
        this.interpolated = interpolated;
        this.errors = new StepErrors<>(system, settings);
        this.unmeasured = new UnmeasuredIntegrals<>(system, settings, errors);
        this.stepper = Stepper.of(system, settings, errors, unmeasured);
        this.judge = new StepJudge<>(system, settings, errors, unmeasured);
        List<Double> jumps = new ArrayList<>(settings.steps().jumpTimes());
        jumps.addAll(system.jumpTimes());
        this.restart = new JumpRestart<>(system, List.copyOf(jumps));
        this.stops = TrialSize.stops(settings.steps(), jumps);
        this.afresh = afresh;
        this.store = store;
    }

    /** The parts whose tolerances steer the loop: none if every step is taken as it comes. */
    public List<Part> toleranced() {
        if (settings.method() instanceof Multistep multistep
                && multistep.formulas().implicit()) {
            return system.staged();
        }
        if (settings.isConstant() && settings.tableau().isExplicit()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>(errors.measured());
        if (system.measuresIntegrals()) {
            parts.addAll(unmeasured.parts());
        }
        return parts;
    }

    /** The state before the first step. */
    public LoopState<T> start(
            Ops tf,
            Operand<TFloat64> t,
            Operand<TFloat64> h,
            List<Operand<T>> y,
            List<Operand<T>> sums,
            Rates<T> rates) {
        List<Operand<TFloat64>> memory = new ArrayList<>();
        for (double value : settings.steps().controller().initialMemory()) {
            memory.add(system.lanes().constant(tf, value));
        }
        Operand<TInt32> none = system.lanes().constant(tf, 0);
        List<Operand<T>> middle = settings.tableau().hasMidWeights() ? y : List.of();
        return new LoopState<>(
                t,
                h,
                system.lanes().spread(tf, Status.RUNNING.in(tf)),
                none,
                none,
                system.lanes().constant(tf, -1),
                none,
                memory,
                y,
                rates.staged(),
                sums,
                rates.lazy(),
                dense(t, y, rates.staged()),
                StepRecorder.start(tf, settings.output().recordedSteps()),
                stepper.start(tf),
                Deadline.from(tf, settings, y.get(0)),
                unmeasured.isEmpty() ? Optional.empty() : Optional.of(unmeasured.none(tf)),
                store.start(tf, new StepStore.Trial<>(t, t, y, rates.staged(), y, rates.staged(), middle)));
    }

    /** The same statistics, memory and record at a new place. */
    public LoopState<T> restart(
            Ops tf, LoopState<T> state, Operand<TFloat64> t, Operand<TFloat64> h, List<Operand<T>> y, Rates<T> rates) {
        return new LoopState<>(
                t,
                h,
                state.status(),
                state.accepted(),
                state.rejected(),
                state.culprit(),
                state.evaluations(),
                state.memory(),
                y,
                rates.staged(),
                state.sums(),
                rates.lazy(),
                dense(t, y, rates.staged()),
                state.record(),
                stepper.start(tf),
                state.deadline(),
                state.unmeasured(),
                state.stored());
    }

    private Optional<DenseStep<T>> dense(Operand<TFloat64> t, List<Operand<T>> y, List<Operand<T>> f) {
        List<Operand<T>> middle = settings.tableau().hasMidWeights() ? y : List.of();
        List<Operand<T>> end = hasJumps() ? f : List.of();
        return interpolated ? Optional.of(new DenseStep<>(t, y, f, end, middle)) : Optional.empty();
    }

    /**
     * Steps until the solution stands at {@code target} or beyond, or has failed.
     *
     * @param direction 1 or -1, the sign of dt
     * @param clip no step goes past this time if the loop is a clipped one
     */
    public LoopState<T> advance(
            Ops tf,
            LoopState<T> state,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            Context<T> context) {
        return advance(tf, state, target, clip, direction, tf.constant(Integer.MAX_VALUE), context);
    }

    /**
     * The same, but stops as well when that many steps are accepted.
     *
     * @param most accepted steps, counted from the start of the solve
     */
    public LoopState<T> advance(
            Ops tf,
            LoopState<T> state,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            Operand<TInt32> most,
            Context<T> context) {
        Limits toTarget = new Limits(target, clip, direction, most);
        // The last step allowed may have ended at the output time before this one.
        Operand<TBool> tooMany = tf.math.logicalAnd(
                isExhausted(tf, state.accepted(), state.rejected()),
                tf.math.greater(toTarget.distance(tf, state.t(), target), tf.constant(0.0)));
        Operand<TInt32> status = Select.choose(tf, tooMany, Status.TOO_MANY_STEPS.in(tf), state.status());
        return Loops.whileLoop(
                tf,
                "steps",
                state.withStatus(status),
                new Given<>(toTarget, context),
                (ops, s, given) -> {
                    Limits limits = given.limits();
                    Operand<TBool> before =
                            ops.math.greater(limits.distance(ops, s.t(), limits.target()), ops.constant(0.0));
                    return ops.math.logicalAnd(
                            ops.math.logicalAnd(Status.isRunning(ops, s.status()), before),
                            ops.math.less(s.accepted(), limits.most()));
                },
                (ops, s, given) -> step(ops, s, given.limits(), null, given.context()));
    }

    private record Given<T extends TFloating>(Limits limits, Context<T> context) {}

    /**
     * One step of each lane that is {@code active}; the others stay as they are, whatever is computed for them.
     *
     * @param limits those of each lane
     */
    public LoopState<T> once(Ops tf, LoopState<T> state, Limits limits, Operand<TBool> active, Context<T> context) {
        Operand<TBool> tooMany = tf.math.logicalAnd(active, isExhausted(tf, state.accepted(), state.rejected()));
        Operand<TInt32> status = Select.choose(tf, tooMany, Status.TOO_MANY_STEPS.in(tf), state.status());
        Operand<TBool> stepping = tf.math.logicalAnd(active, tf.math.logicalNot(tooMany));
        return step(tf, state.withStatus(status), limits, stepping, context);
    }

    private LoopState<T> step(
            Ops tf, LoopState<T> s, Limits limits, @Nullable Operand<TBool> active, Context<T> context) {
        Operand<TFloat64> longest = settings.isConstant() ? null : system.longestStep(tf, s.t(), context);
        TrialSize trial = TrialSize.plan(tf, s.t(), s.h(), limits, settings.steps(), clipped, stops, longest);
        Operand<TBool> last = afresh ? tf.math.equal(trial.t1(), limits.clip()) : null;
        Step<T> step = stepper.take(tf, s.beginning(), trial.t1(), trial.dt(), last, context);
        Operand<TBool> stuck = StepJudge.isStuck(tf, s, limits, trial);
        Verdict verdict = judge.judge(tf, s, step, trial.size(), stuck, active);
        Operand<TBool> accept = verdict.accept();
        Operand<TBool> arrived = tf.math.logicalAnd(
                accept, tf.math.lessEqual(limits.distance(tf, trial.t1(), limits.target()), tf.constant(0.0)));
        Operand<TInt32> accepted = tf.math.add(s.accepted(), tf.dtypes.cast(accept, TInt32.class));
        Operand<TInt32> rejected = tf.math.add(s.rejected(), tf.dtypes.cast(verdict.reject(), TInt32.class));
        Operand<TInt32> status = judge.status(
                tf, verdict, isExhausted(tf, accepted, rejected), s.deadline().isOver(tf), arrived);
        StepEnd<T> end = end(tf, step, trial, verdict, stuck, last, limits.direction(), context);
        return new LoopState<>(
                Select.choose(tf, accept, trial.t1(), s.t()),
                where(tf, active, nextSize(tf, s, trial, verdict), s.h()),
                where(tf, active, status, s.status()),
                accepted,
                rejected,
                where(tf, active, verdict.culprit(), s.culprit()),
                where(tf, active, tf.math.add(s.evaluations(), end.evaluations()), s.evaluations()),
                whereEach(tf, active, verdict.memory(), s.memory()),
                Select.chooseEach(tf, accept, step.y1(), s.y()),
                Select.chooseEach(tf, accept, end.rates().staged(), s.f()),
                Select.chooseEach(tf, accept, SolveGraphs.sums(tf, s.sums(), step.increments()), s.sums()),
                Select.chooseEach(tf, accept, end.rates().lazy(), s.integrands()),
                nextDense(tf, accept, s, step),
                s.record()
                        .map(record -> record.with(
                                tf, s, trial, stuck, accept, settings.output().recordedSteps())),
                s.history().flatMap(old -> step.history().map(next -> next.orElse(tf, accept, old))),
                s.deadline(),
                nextUnmeasured(tf, s, step, accept),
                store.put(
                        tf,
                        s.stored(),
                        s.accepted(),
                        new StepStore.Trial<>(s.t(), trial.t1(), s.y(), s.f(), step.y1(), step.f1(), step.yMid())));
    }

    /** The largest estimated errors so far of the integrals that the norm leaves out. */
    private Optional<Operand<TFloat64>> nextUnmeasured(Ops tf, LoopState<T> s, Step<T> step, Operand<TBool> accept) {
        return s.unmeasured().map(largest -> {
            Operand<TFloat64> here = unmeasured.sizes(tf, step.error(), step.lazyError());
            return Select.choose(tf, accept, tf.math.maximum(largest, here), largest);
        });
    }

    /**
     * The largest error that one step was estimated to make in an integral that the norm leaves out, in tolerances for the
     * integral as it stands; null if no integral is left out.
     */
    @Nullable
    public Operand<TFloat64> unmeasured(Ops tf, LoopState<T> state) {
        return state.unmeasured()
                .map(largest -> unmeasured.ratio(tf, largest, unmeasured.sizes(tf, state.y(), state.sums())))
                .orElse(null);
    }

    /** The size that is planned after a trial step. */
    private Operand<TFloat64> nextSize(Ops tf, LoopState<T> s, TrialSize trial, Verdict verdict) {
        Operand<TFloat64> h = tf.math.mul(trial.size(), verdict.factor());
        // A step that was only cut short says nothing against the size that was planned.
        return clipped
                ? Select.choose(tf, tf.math.logicalAnd(verdict.accept(), trial.cut()), tf.math.maximum(h, s.h()), h)
                : h;
    }

    /**
     * What the next step starts with.
     *
     * @param rates at the end of a step
     * @param evaluations that the step and they took
     */
    private record StepEnd<T extends TFloating>(Rates<T> rates, Operand<TInt32> evaluations) {}

    private StepEnd<T> end(
            Ops tf,
            Step<T> step,
            TrialSize trial,
            Verdict verdict,
            Operand<TBool> stuck,
            @Nullable Operand<TBool> last,
            Operand<TFloat64> direction,
            Context<T> context) {
        Rates<T> rates = new Rates<>(step.f1(), step.integrands());
        Operand<TInt32> evaluations =
                tf.math.mul(step.evaluations(), tf.dtypes.cast(tf.math.logicalNot(stuck), TInt32.class));
        if (!hasJumps()) {
            return new StepEnd<>(rates, evaluations);
        }
        Operand<TBool> goesOn =
                last == null ? verdict.accept() : tf.math.logicalAnd(verdict.accept(), tf.math.logicalNot(last));
        Operand<TBool> jump = tf.math.logicalAnd(goesOn, restart.isJump(tf, trial.t1()));
        return new StepEnd<>(
                restart.rates(tf, jump, trial.t1(), direction, step.y1(), rates, context),
                tf.math.add(evaluations, tf.dtypes.cast(jump, TInt32.class)));
    }

    private static <U extends TType> Operand<U> where(
            Ops tf, @Nullable Operand<TBool> active, Operand<U> next, Operand<U> old) {
        return active == null ? next : Select.choose(tf, active, next, old);
    }

    private static <U extends TType> List<Operand<U>> whereEach(
            Ops tf, @Nullable Operand<TBool> active, List<Operand<U>> next, List<Operand<U>> old) {
        return active == null ? next : Select.chooseEach(tf, active, next, old);
    }

    /**
     * The first step size, as given or after Hairer, Norsett and Wanner, section II.4.
     *
     * @param end of the solve
     */
    public Operand<TFloat64> firstStep(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> direction,
            List<Operand<T>> y0,
            Rates<T> rates,
            Operand<TFloat64> end,
            Context<T> context) {
        if (!isFirstStepChosen()) {
            double given = settings.steps().first();
            return tf.constant(given > 0 ? given : Double.POSITIVE_INFINITY);
        }
        Operand<TFloat64> farthest = settings.faithful() ? null : system.lanes().spread(tf, end);
        return new FirstStep<>(system, settings, errors)
                .choose(tf, t0, direction, y0, rates.staged(), farthest, context);
    }

    /** The size that a solve goes on with after another one: that one's, but for constant steps, which have their own. */
    public Operand<TFloat64> resumedStep(Ops tf, Operand<TFloat64> nextStep) {
        double given = settings.steps().first();
        return settings.isConstant() && given > 0 ? tf.constant(given) : nextStep;
    }

    /** What {@link #firstStep} costs. */
    public int firstStepEvaluations() {
        return isFirstStepChosen() ? 1 : 0;
    }

    private boolean isFirstStepChosen() {
        return !settings.isConstant() && settings.steps().first() == 0;
    }

    /** Where the field jumps. */
    public JumpRestart<T> jumps() {
        return restart;
    }

    private boolean hasJumps() {
        return !restart.jumps().isEmpty();
    }

    /** Where to evaluate the derivative that a solve starts with: on its own side if it starts at a jump. */
    public Operand<TFloat64> startTime(Ops tf, Operand<TFloat64> t, Operand<TFloat64> direction) {
        // torchdiffeq evaluates at the jump itself.
        return hasJumps() && clipped
                ? Select.choose(tf, restart.isJump(tf, t), JumpRestart.beyond(tf, t, direction), t)
                : t;
    }

    /** The solution of the staged parts at {@code t}, which lies in the last step. */
    public List<Operand<T>> valuesAt(Ops tf, LoopState<T> state, Operand<TFloat64> t) {
        return state.dense()
                .map(step ->
                        step.interpolate(tf, system.type(), settings.interpolant(), t, state.t(), state.y(), state.f()))
                .orElse(state.y());
    }

    private Optional<DenseStep<T>> nextDense(Ops tf, Operand<TBool> accept, LoopState<T> s, Step<T> step) {
        return s.dense()
                .map(old -> new DenseStep<>(
                        Select.choose(tf, accept, s.t(), old.t0()),
                        Select.chooseEach(tf, accept, s.y(), old.y0()),
                        Select.chooseEach(tf, accept, s.f(), old.f0()),
                        Select.chooseEach(tf, accept, step.f1(), old.f1()),
                        Select.chooseEach(tf, accept, step.yMid(), old.yMid())));
    }

    /** Whether no more steps are allowed, or find room. */
    private Operand<TBool> isExhausted(Ops tf, Operand<TInt32> accepted, Operand<TInt32> rejected) {
        return tf.math.logicalOr(
                tf.math.greaterEqual(
                        tf.math.add(accepted, rejected),
                        tf.constant(settings.limits().maxSteps())),
                tf.math.greaterEqual(accepted, tf.constant(store.capacity())));
    }
}
