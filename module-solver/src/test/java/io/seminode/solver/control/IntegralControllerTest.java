package io.seminode.solver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.testkit.Decisions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The integral controller with the constants of torchdiffeq. */
class IntegralControllerTest {

    @Test
    void acceptedStepIsNotFollowedByASmallerOne() {
        for (double ratio : new double[] {0, 1e-8, 0.5, 0.99}) {
            assertTrue(Decisions.factor(new IntegralController(), ratio, 5) >= 1, "ratio " + ratio);
        }
    }

    @Test
    void constantsAreOptions() {
        StepController cautious = Controllers.load().get("integral:safety=0.8,max=3,min=0.5");
        assertEquals(3, Decisions.factor(cautious, 0, 5), 1e-14);
        assertEquals(1.6, Decisions.factor(cautious, 0.03125, 5), 1e-14);
        assertEquals(0.5, Decisions.factor(cautious, 1e30, 5), 1e-14);
        assertThrows(ProviderOptionException.class, () -> Controllers.load().get("integral:safety=1.5"));
    }

    @ParameterizedTest
    @CsvSource({
        // ratio, order, factor
        "0,       5, 10",
        "1e-30,   5, 10",
        "0.03125, 5, 1.8",
        "0.25,    2, 1.8",
        "0.99,    5, 1",
        "1,       5, 0.9",
        "32,      5, 0.45",
        "1e30,    5, 0.2",
    })
    void factor(double ratio, int order, double expected) {
        assertEquals(expected, Decisions.factor(new IntegralController(), ratio, order), 1e-14);
    }
}
