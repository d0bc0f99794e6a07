package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
    @Test
    void rejectsWhatCannotBe() {
        assertRejected(0, 1, 1, 0.1, 0);
        assertRejected(1, 0, 1, 0.1, 0);
        assertRejected(1, 1, 0, 0.1, 0);
        assertRejected(1, 1, 1, 0, 0);
        assertRejected(1, 1, 1, Double.NaN, 0);
        assertRejected(1, 1, 1, 0.1, -1);
        assertRejected(1, 1, 1, 0.1, Double.NaN);
    }

    private static void assertRejected(int epochs, int batchSize, int batches, double rate, double decay) {
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingSettings.create()
                        .withEpochs(epochs)
                        .withBatchSize(batchSize)
                        .withMaxBatches(batches)
                        .withLearningRate(rate, decay));
    }
}
