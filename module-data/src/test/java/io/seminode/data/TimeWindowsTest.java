package io.seminode.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TimeWindowsTest {
    private final TimeWindows windows = new TimeWindows(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 2);

    @Test
    void gathersExamplesInTheOrderAskedFor() {
        assertEquals(3, windows.size());
        assertArrayEquals(
                new float[] {8, 9, 10, 11, 0, 1, 2, 3},
                windows.gather(new int[] {2, 0}).get(TimeWindows.FIELD));
    }

    @Test
    void rejectsExamplesThatAreNotThere() {
        assertThrows(IndexOutOfBoundsException.class, () -> windows.gather(new int[] {3}));
        assertThrows(IndexOutOfBoundsException.class, () -> windows.gather(new int[] {-1}));
    }

    @Test
    void rejectsValuesThatDoNotFillWindows() {
        assertThrows(IllegalArgumentException.class, () -> new TimeWindows(new float[5], 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new TimeWindows(new float[5], 0, 2));
    }
}
