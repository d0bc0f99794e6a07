package io.seminode.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSettingsTest {
    @ParameterizedTest
    @CsvSource({"1e-3, 1e-3", "1e-10, 1e-10", "0.2, 0.2", "0.13, 0.13", "10, 10", "0, 0", "Infinity, Infinity"})
    void numbersAreShort(double number, String expected) {
        assertEquals(expected, RunSettings.shown(number));
    }
}
