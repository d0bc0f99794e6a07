package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EncodedExamplesTest {
    @Test
    void moreNumbersThanThereIsRoomForSayWhatToDo() {
        assertEquals(6, EncodedExamples.room(2, 3));
        Exception e = assertThrows(IllegalArgumentException.class, () -> EncodedExamples.room(1_200, 2_000_000));
        assertTrue(
                e.getMessage().contains("1,200 examples of 2,000,000 numbers")
                        && e.getMessage().contains("MinimumCardinalityDataset"),
                e::getMessage);
    }

    @Test
    void whatDoesNotFitIntoTheMemoryIsSaidBeforeItIsTried() {
        int tooMany = (int) Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / Float.BYTES / 1_000 + 1);
        assertThrows(IllegalArgumentException.class, () -> EncodedExamples.room(1_000, tooMany));
    }
}
