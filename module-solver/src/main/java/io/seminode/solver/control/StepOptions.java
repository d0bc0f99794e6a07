package io.seminode.solver.control;

import java.util.Arrays;
import java.util.List;

/**
 * What bounds and guides step sizes besides the controller.
 *
 * @param first size of the first step; 0 to have it chosen. With constant steps the size of every step; there 0 means one
 *     step from output time to output time
 * @param smallest no step is smaller, but for one cut short; a step as small as this is accepted whatever its error
 * @param largest no step is larger
 * @param stepTimes steps end at these times
 * @param jumpTimes the field jumps at these times: steps end there, and the derivative is evaluated again on the far side
 * @param linear whether output times inside a step are interpolated along a straight line, as torchdiffeq does for fixed
 *     steps, and not as the method would
 */
public record StepOptions(
        double first, double smallest, double largest, List<Double> stepTimes, List<Double> jumpTimes, boolean linear) {
    /** Nothing bounded, nothing guided. */
    public static final StepOptions NONE = new StepOptions(0, 0, Double.POSITIVE_INFINITY, List.of(), List.of(), false);

    /** Sorts the times and rejects what cannot be. */
    public StepOptions {
        if (!(first >= 0) || Double.isInfinite(first)) {
            throw new IllegalArgumentException(
                    "The first step is " + first + ", expected a finite number, or 0 to have it chosen.");
        }
        if (!(smallest >= 0) || !(largest > 0) || smallest > largest || Double.isInfinite(smallest)) {
            throw new IllegalArgumentException("Steps from " + smallest + " to " + largest
                    + " found, expected from 0 or more to something larger.");
        }
        stepTimes = sorted("step", stepTimes);
        jumpTimes = sorted("jump", jumpTimes);
    }

    /** Times in ascending order, each once. */
    private static List<Double> sorted(String what, List<Double> times) {
        for (double time : times) {
            if (!Double.isFinite(time)) {
                throw new IllegalArgumentException("A " + what + " time is " + time + ", expected a finite number.");
            }
        }
        return times.stream().sorted().distinct().toList();
    }

    /** With another first step. */
    public StepOptions withFirst(double size) {
        return new StepOptions(size, smallest, largest, stepTimes, jumpTimes, linear);
    }

    /** With another smallest step. */
    public StepOptions withSmallest(double size) {
        return new StepOptions(first, size, largest, stepTimes, jumpTimes, linear);
    }

    /** With another largest step. */
    public StepOptions withLargest(double size) {
        return new StepOptions(first, smallest, size, stepTimes, jumpTimes, linear);
    }

    /** With other times at which steps end. */
    public StepOptions withStepTimes(double... times) {
        return new StepOptions(first, smallest, largest, boxed(times), jumpTimes, linear);
    }

    /** With other times at which the field jumps. */
    public StepOptions withJumpTimes(double... times) {
        return new StepOptions(first, smallest, largest, stepTimes, boxed(times), linear);
    }

    /** With or without linear interpolation. */
    public StepOptions withLinear(boolean other) {
        return new StepOptions(first, smallest, largest, stepTimes, jumpTimes, other);
    }

    private static List<Double> boxed(double... times) {
        return Arrays.stream(times).boxed().toList();
    }
}
