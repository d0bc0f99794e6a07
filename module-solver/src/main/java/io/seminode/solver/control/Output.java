package io.seminode.solver.control;

/**
 * What a solve gives besides the values at its output times, and how it finds those.
 *
 * @param linear whether output times inside a step are interpolated along a straight line, as torchdiffeq does for fixed
 *     steps, and not as the method would
 * @param dense whether solutions can be evaluated between their output times, and know their steps
 * @param recordedSteps how many steps, the first ones, are recorded in the statistics; 0 for none
 */
public record Output(boolean linear, boolean dense, int recordedSteps) {
    /** Values at the output times only, interpolated as the method does. */
    public static final Output DEFAULT = new Output(false, false, 0);

    /** Rejects what cannot be. */
    public Output {
        if (recordedSteps < 0) {
            throw new IllegalArgumentException("recordedSteps is " + recordedSteps + ", expected 0 or more.");
        }
    }

    /** With or without linear interpolation. */
    public Output withLinear(boolean other) {
        return new Output(other, dense, recordedSteps);
    }

    /** With or without dense output. */
    public Output withDense(boolean other) {
        return new Output(linear, other, recordedSteps);
    }

    /** With another number of steps recorded. */
    public Output withRecordedSteps(int steps) {
        return new Output(linear, dense, steps);
    }
}
