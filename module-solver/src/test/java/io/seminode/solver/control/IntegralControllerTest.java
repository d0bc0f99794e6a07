package io.seminode.solver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.testkit.Decisions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The integral controller with the constants of torchdiffeq. */
class IntegralControllerTest {

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
