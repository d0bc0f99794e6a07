package io.seminode.solver.internal.step;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * One trial step, as operations.
 *
 * @param y1 values of the staged parts at the end
 * @param f1 their derivatives there
 * @param error their estimated errors; empty if the method estimates none
 * @param yMid their values in the middle; empty if the method has no weights for it
 * @param increments what the step adds to the lazy parts
 * @param integrands of the lazy parts at the end
 * @param lazyError estimated errors of the increments; empty if the method estimates none
 * @param solved whether the equations of its stages were solved; empty if there were none
 * @param evaluations of the field; a row of a Jacobian counts as one
 * @param history what a multistep method remembers after it; empty for others
 */
public record Step<T extends TFloating>(
        List<Operand<T>> y1,
        List<Operand<T>> f1,
        List<Operand<T>> error,
        List<Operand<T>> yMid,
        List<Operand<T>> increments,
        List<Operand<T>> integrands,
        List<Operand<T>> lazyError,
        Optional<Operand<TBool>> solved,
        Operand<TInt32> evaluations,
        Optional<History<T>> history) {

    /**
     * Where a step starts.
     *
     * @param t time
     * @param y values of the staged parts
     * @param f their derivatives
     * @param sums values of the lazy parts; empty if nobody asks for them
     * @param integrands of the lazy parts
     * @param history what a multistep method remembers; empty for others
     */
    public record Start<T extends TFloating>(
            Operand<TFloat64> t,
            List<Operand<T>> y,
            List<Operand<T>> f,
            List<Operand<T>> sums,
            List<Operand<T>> integrands,
            Optional<History<T>> history) {

        /** For a step whose increments are not added up here. */
        public Start(Operand<TFloat64> t, List<Operand<T>> y, List<Operand<T>> f, List<Operand<T>> integrands) {
            this(t, y, f, List.of(), integrands, Optional.empty());
        }
    }
}
