package io.seminode.models.tribuo;

import io.seminode.solver.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Small time series, each with times of its own and some values missing. */
final class SeriesData {
    private SeriesData() {}

    /** Waves that turn to the left or to the right: no single time tells which. */
    static MutableDataset<Label> waves(int count, long seed) {
        MutableDataset<Label> dataset = TestData.empty(new LabelFactory());
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            dataset.add(wave(new Label(i % 2 == 0 ? "left" : "right"), i % 2 == 0 ? 1 : -1, random));
        }
        return dataset;
    }

    /** How fast and which way waves turn; the numbers are large. */
    static MutableDataset<Regressor> speeds(int count, long seed) {
        MutableDataset<Regressor> dataset = TestData.empty(new RegressionFactory());
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            double speed = random.nextDouble(-1, 1);
            dataset.add(wave(new Regressor("speed", 500 + 100 * speed), speed, random));
        }
        return dataset;
    }

    private static <T extends Output<T>> Example<T> wave(T output, double speed, Random random) {
        double phase = random.nextDouble() * 2 * Math.PI;
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double time = 0;
        int observations = 6 + random.nextInt(4);
        for (int i = 0; i < observations; i++) {
            time += 0.2 + 0.4 * random.nextDouble();
            double angle = phase + speed * time;
            if (i == 0 || random.nextInt(5) > 0) {
                names.add("x@" + time);
                values.add(20 + 3 * Math.cos(angle));
            }
            if (i == 0 || random.nextInt(5) > 0) {
                names.add("y@" + time);
                values.add(Math.sin(angle));
            }
        }
        return example(output, names, values);
    }

    static <T extends Output<T>> Example<T> example(T output, List<String> names, List<Double> values) {
        return new ArrayExample<>(
                output,
                names.toArray(String[]::new),
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static <T extends Output<T>> NeuralCdeTrainer<T> small(int epochs) {
        return new NeuralCdeTrainer<T>()
                .withNetwork(6, 8, 1)
                .withTraining(new TrainingOptions()
                        .withEpochs(epochs)
                        .withBatchSize(16)
                        .withLoggingInterval(0)
                        .withLearningRate(0.03, 0.01)
                        .withExecution(TrainingOptions.EngineSetting.NATIVE, Device.CPU))
                .withSolver(new SolverOptions().withTolerances(1e-2, 1e-3));
    }
}
