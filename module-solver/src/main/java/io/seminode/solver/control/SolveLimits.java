package io.seminode.solver.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one solve, forward or backward, may take before it fails.
 *
 * @param maxSteps limit on accepted and rejected steps
 * @param timeLimit limit by the clock; null for none
 */
public record SolveLimits(int maxSteps, @Nullable Duration timeLimit) {
    /** 100,000 steps, in whatever time. */
    public static final SolveLimits DEFAULT = new SolveLimits(100_000, null);

    /** Rejects limits that nothing keeps to. */
    public SolveLimits {
        if (maxSteps < 1) {
            throw new IllegalArgumentException("maxSteps is " + maxSteps + ", expected 1 or more.");
        }
        if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
            throw new IllegalArgumentException("timeLimit is " + timeLimit + ", expected more than no time.");
        }
    }

    /** With another limit on the number of steps. */
    public SolveLimits withMaxSteps(int steps) {
        return new SolveLimits(steps, timeLimit);
    }

    /** With another limit by the clock; null for none. */
    public SolveLimits withTimeLimit(@Nullable Duration limit) {
        return new SolveLimits(maxSteps, limit);
    }

    /**
     * With another limit by the clock.
     *
     * @param seconds more than 0
     * @throws IllegalArgumentException if they are not
     */
    public SolveLimits withSeconds(double seconds) {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException(
                    "The time limit is " + seconds + " s, expected a number of seconds above 0.");
        }
        return withTimeLimit(Duration.ofNanos((long) Math.max(1, seconds * 1e9)));
    }

    /** The limit by the clock in seconds; infinite if there is none. */
    public double seconds() {
        return timeLimit == null ? Double.POSITIVE_INFINITY : timeLimit.getSeconds() + timeLimit.getNano() / 1e9;
    }
}
