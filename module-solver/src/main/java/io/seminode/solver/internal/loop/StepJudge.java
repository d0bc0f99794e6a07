package io.seminode.solver.internal.loop;

import io.seminode.solver.control.StepController;
import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.step.TrialSize;
import io.seminode.solver.internal.step.TrialSize.Limits;
import io.seminode.solver.internal.step.UnmeasuredIntegrals;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.tensor.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Accepts a trial step or rejects it, chooses the size of the next one, and says whether the solve goes on.
 *
 * @param errors what is measured
 * @param unmeasured what the norm leaves out
 */
record StepJudge<T extends TFloating>(
        OdeSystem<T> system, StepSettings settings, StepErrors<T> errors, UnmeasuredIntegrals<T> unmeasured) {
    /** Near t = 0 steps of every size change the time. */
    private static final double SMALLEST_FRACTION = 1e-16;

    /** What a step that was not solved has for an error ratio: more than any that is accepted. */
    private static final double UNSOLVED = 32;

    /**
     * What becomes of a trial step.
     *
     * @param accept whether the solve goes on from its end
     * @param reject whether it is tried again, smaller
     * @param failed whether the solve ends
     * @param steered whether the controller gave a factor to go on with
     * @param culprit index of a part whose error is not finite, or -1
     * @param factor between its size and that of the next one
     * @param memory of the controller
     */
    record Verdict(
            Operand<TBool> accept,
            Operand<TBool> reject,
            Operand<TBool> failed,
            Operand<TBool> steered,
            Operand<TInt32> culprit,
            Operand<TFloat64> factor,
            List<Operand<TFloat64>> memory) {

        /** What becomes of it in lanes that are active; in others it neither counts nor fails. */
        Verdict where(Ops tf, Operand<TBool> active) {
            return new Verdict(
                    tf.math.logicalAnd(accept, active),
                    tf.math.logicalAnd(reject, active),
                    tf.math.logicalAnd(failed, active),
                    steered,
                    culprit,
                    factor,
                    memory);
        }
    }

    /**
     * Judges a step.
     *
     * @param s where it started
     * @param stuck whether it is too small
     * @param active which lanes count; null for all
     */
    Verdict judge(
            Ops tf,
            LoopState<T> s,
            Step<T> step,
            Operand<TFloat64> size,
            Operand<TBool> stuck,
            @Nullable Operand<TBool> active) {
        Verdict verdict = settings.isConstant() ? taken(tf, s, step, stuck) : measured(tf, s, step, size, stuck);
        return active == null ? verdict : verdict.where(tf, active);
    }

    /** A step whose error is measured. */
    private Verdict measured(Ops tf, LoopState<T> s, Step<T> step, Operand<TFloat64> size, Operand<TBool> stuck) {
        List<MeasuredPart<T>> scaled = errors.scaled(tf, step.error(), StepErrors.sizes(tf, s.y(), step.y1()));
        Operand<TFloat64> ratio = errors.norm(tf, scaled);
        if (system.measuresIntegrals()) {
            ratio = tf.math.maximum(ratio, unmeasured.ratio(tf, s.y(), s.sums(), step));
        }
        if (step.solved().isPresent()) {
            Operand<TFloat64> unsolved = tf.math.maximum(ratio, tf.constant(UNSOLVED));
            ratio = Select.choose(tf, step.solved().get(), ratio, unsolved);
        }
        Operand<TInt32> culprit = errors.culprit(tf, step.error(), scaled, step.increments());
        Operand<TBool> finite = tf.math.logicalAnd(tf.math.isFinite(ratio), tf.math.less(culprit, tf.constant(0)));
        Operand<TBool> good = tf.math.lessEqual(ratio, tf.constant(1.0));
        if (settings.steps().smallest() > 0) {
            good = tf.math.logicalOr(
                    good, tf.math.lessEqual(size, tf.constant(settings.steps().smallest())));
        }
        Operand<TBool> small = tf.math.logicalAnd(finite, good);
        Operand<TBool> accept = tf.math.logicalAnd(small, tf.math.logicalNot(stuck));
        StepController controller = settings.steps().controller();
        StepController.Decision decision = controller.decide(
                tf,
                Select.choose(tf, finite, ratio, tf.constant(1.0)),
                accept,
                settings.tableau().errorOrder(),
                s.memory());
        Operand<TFloat64> factor =
                Select.choose(tf, finite, decision.factor(), tf.constant(controller.smallestFactor()));
        // The logarithm of a number is finite if the number is, and positive.
        Operand<TBool> steered = tf.math.isFinite(tf.math.log(factor));
        return new Verdict(
                accept,
                tf.math.logicalNot(tf.math.logicalOr(small, stuck)),
                tf.math.logicalOr(stuck, tf.math.logicalNot(steered)),
                steered,
                // A stuck step is too small to see anything: the step before it says what went wrong.
                Select.choose(tf, stuck, s.culprit(), culprit),
                factor,
                Select.chooseEach(tf, finite, decision.memory(), s.memory()));
    }

    /** A step of constant size: nothing but values that are not finite speaks against it. */
    private Verdict taken(Ops tf, LoopState<T> s, Step<T> step, Operand<TBool> stuck) {
        Operand<TInt32> culprit = errors.culprit(tf, step.y1(), List.of(), step.increments());
        Operand<TBool> accept = tf.math.logicalAnd(tf.math.less(culprit, tf.constant(0)), tf.math.logicalNot(stuck));
        Operand<TBool> failed = tf.math.logicalNot(accept);
        Operand<TBool> never = system.lanes().spread(tf, tf.constant(false));
        Operand<TBool> always = system.lanes().spread(tf, tf.constant(true));
        return new Verdict(accept, never, failed, always, culprit, tf.constant(1.0), s.memory());
    }

    /** Whether a step is too small to change the time, or to get anywhere in as many steps as float64 has digits for. */
    static <U extends TFloating> Operand<TBool> isStuck(Ops tf, LoopState<U> s, Limits limits, TrialSize trial) {
        Operand<TFloat64> left = limits.distance(tf, s.t(), limits.target());
        return tf.math.logicalOr(
                tf.math.equal(trial.t1(), s.t()),
                tf.math.less(trial.size(), tf.math.mul(tf.constant(SMALLEST_FRACTION), left)));
    }

    /**
     * The status after a step.
     *
     * @param exhausted whether no more steps are allowed
     * @param late whether no more time is
     * @param arrived whether none is needed
     */
    Operand<TInt32> status(
            Ops tf, Verdict verdict, Operand<TBool> exhausted, Operand<TBool> late, Operand<TBool> arrived) {
        Operand<TBool> finite = tf.math.less(verdict.culprit(), tf.constant(0));
        Operand<TInt32> nonFinite = Status.NON_FINITE.in(tf);
        Operand<TInt32> whyStuck = Select.choose(tf, finite, Status.STEP_TOO_SMALL.in(tf), nonFinite);
        Operand<TInt32> whyTooMany = Select.choose(tf, finite, Status.TOO_MANY_STEPS.in(tf), nonFinite);
        Operand<TBool> tooMany = tf.math.logicalAnd(tf.math.logicalNot(arrived), exhausted);
        Operand<TBool> outOfTime = tf.math.logicalAnd(tf.math.logicalNot(arrived), late);
        Operand<TInt32> next = Select.choose(tf, outOfTime, Status.OUT_OF_TIME.in(tf), Status.RUNNING.in(tf));
        Operand<TInt32> whyFailed = Select.choose(tf, verdict.steered(), whyStuck, Status.NO_FACTOR.in(tf));
        return Select.choose(tf, verdict.failed(), whyFailed, Select.choose(tf, tooMany, whyTooMany, next));
    }
}
