package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.PendulumDataSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.evaluation.RegressionEvaluator;

/** One step of the double pendulum, 0.05 s, as a regression of several numbers: what its state is after it, or how it changes. */
class DynamicsTest {
    private static final int TEST = 120;

    private static RegressionEvaluation evaluation(List<Example<Regressor>> steps, int epochs) {
        int learnt = steps.size() - TEST;
        NeuralOdeTrainer<Regressor> trainer = new NeuralOdeTrainer<Regressor>()
                .withNetwork(12, 0, 24, 1)
                .withTraining(TestData.quick(epochs).withLearningRate(0.01, 0).withPredictionBatch(20))
                .withSolver(new SolverOptions().withTolerances(1e-2, 1e-3));
        try (NeuralModel<Regressor> model = trainer.train(dataset(steps.subList(0, learnt)))) {
            return new RegressionEvaluator().evaluate(model, dataset(steps.subList(learnt, steps.size())));
        }
    }

    private static MutableDataset<Regressor> dataset(List<Example<Regressor>> steps) {
        MutableDataset<Regressor> dataset = TestData.empty(new RegressionFactory());
        dataset.addAll(steps);
        return dataset;
    }

    private static List<Example<Regressor>> steps() {
        List<Example<Regressor>> steps = new ArrayList<>();
        new PendulumDataSource(0, DataPart.VALIDATION).iterator().forEachRemaining(steps::add);
        Collections.shuffle(steps, new Random(1)); // they lie trajectory by trajectory
        return steps.subList(0, 720);
    }

    @Test
    void theNextState() {
        RegressionEvaluation evaluation = evaluation(steps(), 15);
        evaluation.r2().forEach((dimension, r2) -> assertTrue(r2 > 0.98, evaluation::toString));
    }

    /** Of the velocities; the state hardly differs from that before, which such a step could be taken for. */
    @Test
    void theChange() {
        List<Example<Regressor>> changes = new ArrayList<>();
        for (Example<Regressor> step : steps()) {
            String[] names = {"velocity1", "velocity2"};
            double[] changed = new double[names.length];
            for (int i = 0; i < names.length; i++) {
                changed[i] =
                        step.getOutput().getDimension(names[i]).orElseThrow().getValue()
                                - step.lookup(names[i]).getValue();
            }
            ArrayExample<Regressor> change = new ArrayExample<>(new Regressor(names, changed));
            step.forEach(change::add);
            changes.add(change);
        }
        RegressionEvaluation evaluation = evaluation(changes, 30);
        evaluation.r2().forEach((dimension, r2) -> assertTrue(r2 > 0.8, evaluation::toString));
    }
}
