package io.seminode.models.tribuo;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Small data sets that are the same whenever they are made. */
final class TestData {
    private static final OffsetDateTime TIME = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final String[] FEATURES = {"x1", "x2"};

    private TestData() {}

    static <T extends Output<T>> MutableDataset<T> empty(OutputFactory<T> factory) {
        return new MutableDataset<>(new SimpleDataSourceProvenance("toy", TIME, factory), factory);
    }

    /** Two classes, one inside the other: no straight line divides them. */
    static MutableDataset<Label> rings(int count, long seed) {
        MutableDataset<Label> dataset = empty(new LabelFactory());
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double radius = (i % 2 == 0 ? 1 : 3) + 0.3 * random.nextGaussian();
            dataset.add(example(
                    new Label(i % 2 == 0 ? "inner" : "outer"), radius * Math.cos(angle), 5 + radius * Math.sin(angle)));
        }
        return dataset;
    }

    /** Two numbers that depend on two; the first one is large. */
    static MutableDataset<Regressor> curves(int count, long seed) {
        MutableDataset<Regressor> dataset = empty(new RegressionFactory());
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            double a = random.nextDouble(-2, 2);
            double b = random.nextDouble(-2, 2);
            // Named so that the order of the names is not that in which they are given.
            Regressor output =
                    new Regressor(new String[] {"product", "large"}, new double[] {a * b, 1000 + 100 * Math.sin(a)});
            dataset.add(example(output, a, b));
        }
        return dataset;
    }

    static <T extends Output<T>> Example<T> example(T output, double x1, double x2) {
        return new ArrayExample<>(output, FEATURES, new double[] {x1, x2});
    }

    /** So small that a training takes a fraction of a second. */
    static TrainingOptions quick(int epochs) {
        return new TrainingOptions()
                .withEpochs(epochs)
                .withBatchSize(16)
                .withLoggingInterval(0)
                .withLearningRate(0.02, 0.01)
                .withExecution(TrainingOptions.EngineSetting.NATIVE, io.seminode.solver.tensor.Device.CPU);
    }

    static <T extends Output<T>> NeuralOdeTrainer<T> small(int epochs) {
        return new NeuralOdeTrainer<T>()
                .withNetwork(4, 1, 8, 1)
                .withTraining(quick(epochs))
                .withSolver(new SolverOptions().withTolerances(1e-2, 1e-3));
    }
}
