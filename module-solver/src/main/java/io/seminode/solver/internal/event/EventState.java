package io.seminode.solver.internal.event;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a solve with events carries besides the step loop's state.
 *
 * @param front up to where events were looked for: inside the last accepted step or at its end
 * @param signs of the events' functions there: -1, 1, or 0 for one that has not left zero yet, [events]
 * @param touched when each function's event happened last: until it is left behind, rounding decides the sign, [events]
 * @param count events so far
 * @param restarts evaluations that jumps cost
 * @param times when they happened, [capacity]
 * @param which index of each, [capacity]
 * @param before states just before, [capacity, ...] for each part
 * @param after states just after, [capacity, ...] for each part
 */
record EventState<T extends TFloating>(
        Operand<TFloat64> front,
        Operand<TFloat64> signs,
        Operand<TFloat64> touched,
        Operand<TInt32> count,
        Operand<TInt32> restarts,
        Operand<TFloat64> times,
        Operand<TInt32> which,
        List<Operand<T>> before,
        List<Operand<T>> after) {

    /** The same, looked through up to there. */
    EventState<T> at(Operand<TFloat64> newFront, Operand<TFloat64> newSigns) {
        return new EventState<>(newFront, newSigns, touched, count, restarts, times, which, before, after);
    }
}
