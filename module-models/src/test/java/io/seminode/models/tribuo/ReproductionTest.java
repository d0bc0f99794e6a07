package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import io.seminode.models.cde.Interpolation;
import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.Optimiser;
import io.seminode.solver.tensor.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.classification.Label;

/**
 * What Tribuo's {@code ReproUtil} does: trainers made again from a model's provenance, here as it was read from the model's
 * file, give the same weights bit by bit. No option has the value that it has by default.
 */
class ReproductionTest {
    private static final SolverOptions SOLVER = new SolverOptions()
            .withMethod("bosh3")
            .withTolerances(1e-2, 1e-3)
            .withNorms("linf", "rms-seminorm")
            .withController("pi")
            .withMode("faithful")
            .withAdjoint("interpolating")
            .withSteps(0.1, 1e-4, 0.5)
            .withMemory(100, 16);

    private static final TrainingOptions TRAINING = new TrainingOptions()
            .withEpochs(2)
            .withBatchSize(8)
            .withMicroBatch(4)
            .withOptimiser(Optimiser.SGD, 0.5)
            .withLearningRate(0.02, 0.001)
            .withDecay(LearningRateDecay.COSINE)
            .withOnFailure(OnFailure.SKIP)
            .withEarlyStopping(0.25, 5)
            .withExecution(TrainingOptions.EngineSetting.NATIVE, Device.CPU)
            .withPredictionBatch(3)
            .withLoggingInterval(1);

    private static <T extends Output<T>> void assertReproduces(NeuralTrainer<T> trainer, Dataset<T> data) {
        trainer.train(data).close(); // so that the invocation that counts is not the first
        try (NeuralModel<T> model = trainer.train(data)) {
            var provenance =
                    Model.deserialize(model.serialize()).getProvenance().getTrainerProvenance();
            int invocation = (int)
                    provenance.getInstanceValues().get("train-invocation-count").getValue();
            assertEquals(1, invocation);
            try (ConfigurationManager manager = new ConfigurationManager()) {
                manager.addConfiguration(ProvenanceUtil.extractConfiguration(provenance));
                NeuralTrainer<T> again = only(manager, trainer.getClass());
                assertEquals(
                        trainer.getProvenance().getConfiguredParameters(),
                        again.getProvenance().getConfiguredParameters());
                try (NeuralModel<T> second = again.train(data, Map.of(), invocation)) {
                    Map<String, float[]> weights = second.file().weights();
                    assertFalse(weights.isEmpty());
                    model.file().weights().forEach((name, w) -> assertArrayEquals(w, weights.get(name), name));
                    NeuralModelTest.assertSame(model.predict(data), second.predict(data));
                    assertEquals(
                            model.getProvenance().getInstanceProvenance().getMap(),
                            second.getProvenance().getInstanceProvenance().getMap(),
                            "evaluations among others");
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // the same class, and configurations know no type arguments
    private static <T extends Output<T>> NeuralTrainer<T> only(ConfigurationManager manager, Class<?> type) {
        return manager.lookupAll((Class<NeuralTrainer<T>>) type).get(0);
    }

    @Test
    void ofVectors() {
        assertReproduces(
                new NeuralOdeTrainer<Label>()
                        .withNetwork(3, 1, 6, 1)
                        .withSolver(SOLVER)
                        .withTraining(TRAINING)
                        .withSeed(7),
                TestData.rings(32, 1));
    }

    @Test
    void ofTimeSeries() {
        assertReproduces(
                new NeuralCdeTrainer<Label>()
                        .withNetwork(4, 6, 1)
                        .withInterpolation(Interpolation.HERMITE_CUBIC)
                        .withConverter(new NamedTimeConverter("@"))
                        .withSolver(SOLVER)
                        .withTraining(TRAINING)
                        .withSeed(8),
                SeriesData.waves(24, 1));
    }

    @Test
    void ofEvents() {
        assertReproduces(
                new FlowTrainer()
                        .withNetwork(8, 1)
                        .withLayers(TimeInput.CONCAT, Activation.SOFTPLUS)
                        .withDivergence(Divergence.GAUSSIAN)
                        .withRegularisers(0.01, 0.02)
                        .withQuantile(0.1)
                        .withSolver(SOLVER)
                        .withTraining(TRAINING)
                        .withSeed(9),
                EventData.expected(40, 1));
    }
}
