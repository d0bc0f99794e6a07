package io.seminode.solver.control;

import java.util.Arrays;
import java.util.List;

/**
 * How step sizes are chosen.
 *
 * @param controller chooses them by the error; a method that estimates none takes constant steps instead
 * @param first size of the first step; 0 to have it chosen. With constant steps the size of every step; there 0 means one
 *     step from output time to output time
 * @param smallest no step is smaller, but for one cut short; a step as small as this is accepted whatever its error
 * @param largest no step is larger; infinite for no bound
 * @param stepTimes steps end at these times
 * @param jumpTimes the field jumps at these times: steps end there, and the derivative is evaluated again on the far side.
 *     Times that belong to the field itself are better given to the problem
 */
public record StepControl(
        StepController controller,
        double first,
        double smallest,
        double largest,
        List<Double> stepTimes,
        List<Double> jumpTimes) {
    /** Steps by the integral controller, with no bound. */
    public static final StepControl DEFAULT =
            new StepControl(new IntegralController(), 0, 0, Double.POSITIVE_INFINITY, List.of(), List.of());

    /** Sorts the times and rejects what cannot be. */
    public StepControl {
        if (controller.isAdaptive() && !(controller.smallestFactor() > 0 && controller.smallestFactor() < 1)) {
            throw new IllegalArgumentException("The smallest factor of step controller \"" + controller.name()
                    + "\" is " + controller.smallestFactor()
                    + ", expected one between 0 and 1, so that rejected steps shrink.");
        }
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

    /** With another controller. */
    public StepControl withController(StepController other) {
        return new StepControl(other, first, smallest, largest, stepTimes, jumpTimes);
    }

    /** With another first step. */
    public StepControl withFirst(double size) {
        return new StepControl(controller, size, smallest, largest, stepTimes, jumpTimes);
    }

    /** With another smallest step. */
    public StepControl withSmallest(double size) {
        return new StepControl(controller, first, size, largest, stepTimes, jumpTimes);
    }

    /** With another largest step. */
    public StepControl withLargest(double size) {
        return new StepControl(controller, first, smallest, size, stepTimes, jumpTimes);
    }

    /** With other times at which steps end. */
    public StepControl withStepTimes(double... times) {
        return new StepControl(controller, first, smallest, largest, boxed(times), jumpTimes);
    }

    /** With other times at which the field jumps. */
    public StepControl withJumpTimes(double... times) {
        return new StepControl(controller, first, smallest, largest, stepTimes, boxed(times));
    }

    private static List<Double> boxed(double... times) {
        return Arrays.stream(times).boxed().toList();
    }
}
