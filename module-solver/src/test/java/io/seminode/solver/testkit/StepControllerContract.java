package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.control.StepController;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step controller keeps to; a subclass says which controllers are checked. */
public abstract class StepControllerContract extends NamedContract<StepController> {
    private static final double[] RATIOS = {0, 1e-300, 1e-8, 0.1, 0.5, 0.99, 1, 1.01, 3, 1e4, 1e300};

    /** For subclasses. */
    protected StepControllerContract() {}

    @ParameterizedTest
    @MethodSource("providers")
    void factorIsPositiveAndFinite(StepController controller) {
        for (double ratio : RATIOS) {
            double factor = Decisions.factor(controller, ratio, 5);
            assertTrue(factor > 0 && Double.isFinite(factor), "factor " + factor + " for ratio " + ratio);
        }
    }

    /** With own step sizes per sample, ratios come in a row. */
    @ParameterizedTest
    @MethodSource("providers")
    void decidesForEachSampleByItself(StepController controller) {
        double[] factors = Decisions.factors(controller, RATIOS, 5);
        for (int i = 0; i < RATIOS.length; i++) {
            double alone = Decisions.factor(controller, RATIOS[i], 5);
            assertEquals(alone, factors[i], 1e-12 * alone, "ratio " + RATIOS[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void noErrorGivesTheLargestFactor(StepController controller) {
        double largest = Decisions.factor(controller, 0, 5);
        for (double ratio : RATIOS) {
            assertTrue(Decisions.factor(controller, ratio, 5) <= largest, "ratio " + ratio);
        }
        assertTrue(!controller.isAdaptive() || largest > 1);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void stepMuchBetterThanNeededIsNotFollowedByASmallerOne(StepController controller) {
        for (double ratio : RATIOS) {
            if (ratio < 1e-3) {
                assertTrue(Decisions.factor(controller, ratio, 5) >= 1, "ratio " + ratio);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void rejectedStepIsFollowedByASmallerOneWithinItsBound(StepController controller) {
        if (!controller.isAdaptive()) {
            return;
        }
        assertTrue(controller.smallestFactor() > 0 && controller.smallestFactor() < 1);
        for (double ratio : RATIOS) {
            if (ratio > 1) {
                double factor = Decisions.factor(controller, ratio, 5);
                assertTrue(factor < 1 && factor >= controller.smallestFactor(), "ratio " + ratio);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void memoryKeepsItsSize(StepController controller) {
        assertEquals(controller.initialMemory().length, Decisions.memory(controller, 0.5, 5).length);
        controllersMemoryIsNotShared(controller);
    }

    private static void controllersMemoryIsNotShared(StepController controller) {
        double[] memory = controller.initialMemory();
        java.util.Arrays.fill(memory, 77);
        for (double value : controller.initialMemory()) {
            assertTrue(value != 77);
        }
    }
}
