package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class EstimateTest {
    @Test
    void meanAndSampleStandardDeviation() {
        Estimate estimate = Estimate.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(5, estimate.mean());
        assertNotNull(estimate.standardDeviation());
        assertEquals(Math.sqrt(32.0 / 7), estimate.standardDeviation(), 1e-15);
        assertEquals("5.00 ± 2.14", estimate.format("%.2f"));
    }

    @Test
    void oneValueHasNoSpread() {
        Estimate estimate = Estimate.of(1234.4);
        assertNull(estimate.standardDeviation());
        assertEquals("1,234", estimate.format("%,.0f"));
    }

    @Test
    void noValuesAreRejected() {
        assertThrows(IllegalArgumentException.class, Estimate::of);
    }
}
