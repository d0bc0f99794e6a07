package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Solver;
import io.seminode.solver.control.PidController;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.tensor.ExecutionOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A training goes on with other limits, and with its steps recorded; with nothing else. */
class FingerprintTest {
    private static final TrainingSettings SETTINGS = TrainingSettings.create()
            .withEpochs(4)
            .withBatchSize(8)
            .withMicroBatch(4)
            .withMaxBatches(100)
            .withLearningRate(0.05, 0.02)
            .withSeed(3);

    private static final Solver SOLVER = Solver.create().withTolerances(1e-4, 1e-6);

    /** As earlier versions wrote them. */
    private static final String OLD_SOLVER =
            "{\"method\":\"METHOD\",\"rtol\":1.0E-4,\"atol\":1.0E-6,\"forwardNorm\":\"default\","
                    + "\"adjointNorm\":\"seminorm\",\"controller\":\"CONTROLLER\",\"mode\":\"lazy\",\"adjoint\":\"backsolve\","
                    + "\"bounds\":{\"firstStep\":0.0,\"minStep\":0.0,\"maxStep\":null,\"storedSteps\":512,\"memoryBudget\":268435456,"
                    + "\"maxSteps\":100000,\"timeLimit\":null},\"further\":{\"stepTimes\":[],\"jumpTimes\":[],\"linear\":false,"
                    + "\"partTolerances\":{},\"denseOutput\":false,\"recordedSteps\":0,\"batching\":\"joint\"}}";

    private static final String OLD_TRAINING = "{\"epochs\":4,\"batchSize\":8,\"maxBatches\":100,\"learningRate\":0.05,"
            + "\"weightDecay\":0.02,\"seed\":3,\"microBatch\":4,\"decay\":\"CONSTANT\",\"optimiser\":\"ADAMW\",\"momentum\":0.9}";

    private static Fingerprint of(Solver solver, TrainingSettings settings) {
        return Fingerprint.of(new ToyModel(4), solver, settings, ExecutionOptions.NATIVE_CPU);
    }

    private static Checkpoint earlier(Fingerprint now, String method, String controller) {
        Map<String, String> parts = new LinkedHashMap<>(now.parts());
        parts.put("solver", OLD_SOLVER.replace("METHOD", method).replace("CONTROLLER", controller));
        parts.put("training", OLD_TRAINING);
        return new Checkpoint(parts, "", Map.of());
    }

    @Test
    void earlierCheckpointsAreRead() {
        Fingerprint now = of(SOLVER, SETTINGS);
        assertDoesNotThrow(() -> now.requireSameAs(earlier(now, "dopri5", "integral")));
        assertThrows(StoredFileException.class, () -> now.requireSameAs(earlier(now, "tsit5", "integral")));
        Fingerprint constant = of(SOLVER.withMethod("rk4"), SETTINGS);
        assertDoesNotThrow(() -> constant.requireSameAs(earlier(constant, "rk4", "constant")));
        Fingerprint other = of(SOLVER, SETTINGS.withLearningRate(0.05, 0.03));
        assertThrows(StoredFileException.class, () -> other.requireSameAs(earlier(other, "dopri5", "integral")));
    }

    @Test
    void limitsMayBeOthers() {
        String plain = Fingerprint.solver(SOLVER);
        assertEquals(plain, Fingerprint.solver(SOLVER.withMaxSteps(9).withTimeLimit(Duration.ofSeconds(1))));
        assertEquals(plain, Fingerprint.solver(SOLVER.withOutput(o -> o.withRecordedSteps(9))));
        assertNotEquals(plain, Fingerprint.solver(SOLVER.withFirstStep(1)));
        assertNotEquals(plain, Fingerprint.solver(SOLVER.withNorm(new PooledRms())));
        assertNotEquals(plain, Fingerprint.solver(SOLVER.withController(new PidController())));
        assertEquals(
                Fingerprint.solver(SOLVER.withMethod("rk4")),
                Fingerprint.solver(SOLVER.withMethod("rk4").withController(new PidController())),
                "which rk4 does not ask");
    }
}
