package io.seminode.solver.problem;

import org.jspecify.annotations.Nullable;
import org.tensorflow.types.family.TFloating;

/**
 * Something that happens when a function of time and state changes its sign: it is noted, it may end the solve, and it
 * may set the state anew.
 *
 * <p>Events are looked for in accepted steps only, and located on the step's interpolant to the precision of time.
 *
 * @param name unique in its problem
 * @param function its sign says where the solution stands
 * @param direction which changes of sign count, seen in the direction of the solve
 * @param terminal whether the solve ends there
 * @param jump the state afterwards; null if it goes on as it is
 */
public record Event<T extends TFloating>(
        String name,
        EventFunction<T> function,
        Direction direction,
        boolean terminal,
        @Nullable StateJump<T> jump) {

    /** Which changes of sign count. */
    public enum Direction {
        /** From negative to positive. */
        RISING,
        /** From positive to negative. */
        FALLING,
        /** Both. */
        BOTH
    }

    /** Rejects blank names. */
    public Event {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An event needs a name, found a blank one.");
        }
    }

    /** An event that is noted, whatever the direction. */
    public static <T extends TFloating> Event<T> of(String name, EventFunction<T> function) {
        return new Event<>(name, function, Direction.BOTH, false, null);
    }

    /** Counting only changes from negative to positive. */
    public Event<T> rising() {
        return new Event<>(name, function, Direction.RISING, terminal, jump);
    }

    /** Counting only changes from positive to negative. */
    public Event<T> falling() {
        return new Event<>(name, function, Direction.FALLING, terminal, jump);
    }

    /** Ending the solve. */
    public Event<T> terminating() {
        return new Event<>(name, function, direction, true, jump);
    }

    /** Setting the state anew. */
    public Event<T> resetting(StateJump<T> stateJump) {
        return new Event<>(name, function, direction, terminal, stateJump);
    }
}
