package io.seminode.solver.internal.loop;

import io.seminode.solver.internal.step.History;
import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.system.Deadline;
import io.seminode.solver.internal.system.Status;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What the step loop carries from step to step.
 *
 * @param t where the solution stands
 * @param h size of the next step, positive
 * @param status code of a {@link Status}
 * @param accepted steps so far
 * @param rejected steps so far
 * @param culprit index of the first part that was not finite in the last trial step, staged parts before lazy ones, or -1
 * @param evaluations in steps so far, without those that started a solve
 * @param memory of the step controller
 * @param y values of the staged parts at {@code t}
 * @param f their derivatives at {@code t}
 * @param sums values of the lazy parts at {@code t}
 * @param integrands of the lazy parts at {@code t}
 * @param dense the last accepted step, for interpolation; empty if steps end at every output time
 * @param record of steps; empty if not wanted
 * @param history what a multistep method remembers; empty for others
 * @param deadline when the solve must have ended
 * @param unmeasured the largest estimated errors of a step in the integrals that the norm leaves out, [integrals]; empty if
 *     there are none
 * @param stored buffers of a {@link StepStore}
 */
public record LoopState<T extends TFloating>(
        Operand<TFloat64> t,
        Operand<TFloat64> h,
        Operand<TInt32> status,
        Operand<TInt32> accepted,
        Operand<TInt32> rejected,
        Operand<TInt32> culprit,
        Operand<TInt32> evaluations,
        List<Operand<TFloat64>> memory,
        List<Operand<T>> y,
        List<Operand<T>> f,
        List<Operand<T>> sums,
        List<Operand<T>> integrands,
        Optional<DenseStep<T>> dense,
        Optional<StepRecorder> record,
        Optional<History<T>> history,
        Deadline deadline,
        Optional<Operand<TFloat64>> unmeasured,
        Record stored) {

    /** The recorded steps, for an outcome. */
    public List<Operand<TFloat64>> recorded() {
        return record.map(StepRecorder::list).orElse(List.of());
    }

    /** Where the next step starts. */
    public Step.Start<T> beginning() {
        return new Step.Start<>(t, y, f, sums, integrands, history);
    }

    /** The same with another status. */
    public LoopState<T> withStatus(Operand<TInt32> other) {
        return with(other, y, sums);
    }

    /** The same with other values of the staged parts. */
    public LoopState<T> withValues(List<Operand<T>> other) {
        return with(status, other, sums);
    }

    /** The same with other values of the lazy parts. */
    LoopState<T> withSums(List<Operand<T>> other) {
        return with(status, y, other);
    }

    private LoopState<T> with(Operand<TInt32> newStatus, List<Operand<T>> newY, List<Operand<T>> newSums) {
        return new LoopState<>(
                t,
                h,
                newStatus,
                accepted,
                rejected,
                culprit,
                evaluations,
                memory,
                newY,
                f,
                newSums,
                integrands,
                dense,
                record,
                history,
                deadline,
                unmeasured,
                stored);
    }
}
