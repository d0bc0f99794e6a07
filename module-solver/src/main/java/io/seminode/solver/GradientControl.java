package io.seminode.solver;

/**
 * How gradients are taken back.
 *
 * @param adjoint the way
 * @param mode how quadratures and output times are handled, forward too
 * @param storedSteps how many steps of a solve are kept for an adjoint or dense output; the checkpointed adjoint manages
 *     many times as many
 * @param memoryBudget bytes that one solve may take for it, which may allow fewer
 */
public record GradientControl(Adjoint adjoint, AdjointMode mode, int storedSteps, long memoryBudget) {
    /** The backsolve adjoint with lazy quadratures; others may keep 512 steps in 256 MiB. */
    public static final GradientControl DEFAULT =
            new GradientControl(Adjoint.BACKSOLVE, AdjointMode.LAZY, 512, 256L << 20);

    /** Rejects room for nothing. */
    public GradientControl {
        require("storedSteps", storedSteps);
        require("memoryBudget in bytes", memoryBudget);
    }

    private static void require(String what, long found) {
        if (found < 1) {
            throw new IllegalArgumentException(what + " is " + found + ", expected 1 or more.");
        }
    }

    /** With another way to take gradients. */
    public GradientControl withAdjoint(Adjoint other) {
        return new GradientControl(other, mode, storedSteps, memoryBudget);
    }

    /** In another mode. */
    public GradientControl withMode(AdjointMode other) {
        return new GradientControl(adjoint, other, storedSteps, memoryBudget);
    }

    /** With room for another number of steps to be kept. */
    public GradientControl withStoredSteps(int steps) {
        return new GradientControl(adjoint, mode, steps, memoryBudget);
    }

    /** With another limit on the memory that one solve takes to keep its steps. */
    public GradientControl withMemoryBudget(long bytes) {
        return new GradientControl(adjoint, mode, storedSteps, bytes);
    }
}
