package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.models.cde.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

/** What a model finds depends neither on the units of its data nor on where their origin lies. */
class UnitsTest {
    /** Predictions of networks that were trained on the same numbers but for their rounding. */
    private static final double SAME = 2e-3;

    /**
     * Other units for what is measured.
     *
     * @param scale of the units
     * @param origin how far off it is, in those units
     */
    record Units(double scale, double origin) {
        double of(double value) {
            return value * scale + origin;
        }
    }

    private static final Units SAME_UNITS = new Units(1, 0);

    private static final List<Units> UNITS = List.of(
            new Units(1e-9, 0),
            new Units(1e9, 1.7e9),
            new Units(1, 5.4e6), // a map's northing
            new Units(1, 1.7e9)); // seconds since 1970

    /** Values that stay the same numbers wherever the origin is: no data set can be moved that far otherwise. */
    private static double rounded(double value) {
        return Math.rint(value * 1024) / 1024;
    }

    private static <T extends Output<T>> MutableDataset<T> vectors(Dataset<T> data, Units units) {
        MutableDataset<T> moved = TestData.empty(data.getOutputFactory());
        for (Example<T> example : data) {
            List<Double> values = new ArrayList<>();
            example.forEach(feature -> values.add(units.of(rounded(feature.getValue()))));
            moved.add(TestData.example(example.getOutput(), values.get(0), values.get(1)));
        }
        return moved;
    }

    private static MutableDataset<Regressor> targets(Dataset<Regressor> data, Units units) {
        MutableDataset<Regressor> moved = TestData.empty(data.getOutputFactory());
        for (Example<Regressor> example : data) {
            Regressor output = example.getOutput();
            double[] values = output.getValues().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = units.of(rounded(values[i]));
            }
            moved.add(TestData.example(
                    new Regressor(output.getNames(), values),
                    example.lookup("x1").getValue(),
                    example.lookup("x2").getValue()));
        }
        return moved;
    }

    /** Series with other units of their channels, constants and times. */
    private static <T extends Output<T>> MutableDataset<T> series(Dataset<T> data, Units channels, Units times) {
        MutableDataset<T> moved = TestData.empty(data.getOutputFactory());
        Random random = new Random(1);
        for (Example<T> example : data) {
            ArrayExample<T> other = new ArrayExample<>(example.getOutput());
            for (Feature feature : example) {
                String[] name = feature.getName().split("@", -1);
                double time = times.of(rounded(Double.parseDouble(name[1])));
                other.add(new Feature(name[0] + "@" + time, channels.of(rounded(feature.getValue()))));
            }
            other.add(new Feature("constant", channels.of(rounded(random.nextDouble()))));
            moved.add(other);
        }
        return moved;
    }

    private static <T extends Output<T>> List<List<Double>> numbers(NeuralModel<T> model, Dataset<T> data) {
        List<List<Double>> numbers = new ArrayList<>();
        for (Prediction<T> prediction : model.predict(data)) {
            Object output = prediction.getOutput();
            if (output instanceof Regressor regressor) {
                numbers.add(
                        java.util.Arrays.stream(regressor.getValues()).boxed().toList());
            } else if (output instanceof Event event) {
                numbers.add(List.of(event.getScore()));
            } else {
                numbers.add(prediction.getOutputScores().values().stream()
                        .map(label -> ((Label) label).getScore())
                        .toList());
            }
        }
        return numbers;
    }

    private static void assertSame(List<List<Double>> expected, List<List<Double>> found, Units outputs, double size) {
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.get(i).size(); j++) {
                double inUnits = (found.get(i).get(j) - outputs.origin()) / outputs.scale();
                assertEquals(expected.get(i).get(j), inUnits, SAME * size);
            }
        }
    }

    private static <T extends Output<T>> List<List<Double>> trained(
            NeuralTrainer<T> trainer, Dataset<T> data, Dataset<T> asked) {
        try (NeuralModel<T> model = trainer.train(data)) {
            return numbers(model, asked);
        }
    }

    @Test
    void classesOfVectors() {
        MutableDataset<Label> data = TestData.rings(64, 1);
        MutableDataset<Label> asked = TestData.rings(20, 2);
        List<List<Double>> expected = trained(TestData.small(5), vectors(data, SAME_UNITS), vectors(asked, SAME_UNITS));
        for (Units units : UNITS) {
            assertSame(
                    expected, trained(TestData.small(5), vectors(data, units), vectors(asked, units)), SAME_UNITS, 1);
        }
    }

    @Test
    void targetsOfRegression() {
        MutableDataset<Regressor> data = TestData.curves(64, 1);
        MutableDataset<Regressor> asked = TestData.curves(20, 2);
        List<List<Double>> expected = trained(TestData.small(5), targets(data, SAME_UNITS), targets(asked, SAME_UNITS));
        for (Units units : UNITS) {
            List<List<Double>> found = trained(TestData.small(5), targets(data, units), targets(asked, units));
            assertSame(expected, found, units, 100); // the larger numbers' deviation
        }
    }

    @Test
    void densities() {
        MutableDataset<Event> data = EventData.expected(32, 1);
        MutableDataset<Event> asked = EventData.mixed(10, 2);
        List<List<Double>> expected =
                trained(EventData.small(1), vectors(data, SAME_UNITS), vectors(asked, SAME_UNITS));
        for (Units units : UNITS) {
            assertSame(
                    expected, trained(EventData.small(1), vectors(data, units), vectors(asked, units)), SAME_UNITS, 1);
        }
    }

    @Test
    void channelsConstantsAndTimesOfSeries() {
        MutableDataset<Label> data = SeriesData.waves(32, 1);
        MutableDataset<Label> asked = SeriesData.waves(10, 2);
        for (Interpolation interpolation : Interpolation.values()) {
            NeuralCdeTrainer<Label> trainer = SeriesData.<Label>small(1).withInterpolation(interpolation);
            List<List<Double>> expected = trained(
                    trainer.withSeed(3), series(data, SAME_UNITS, SAME_UNITS), series(asked, SAME_UNITS, SAME_UNITS));
            // One way of making paths goes through all units, the others through the hardest.
            for (Units units : interpolation == Interpolation.LINEAR ? UNITS : List.of(new Units(1, 1.7e9))) {
                List<List<Double>> found =
                        trained(trainer.withSeed(3), series(data, units, units), series(asked, units, units));
                assertSame(expected, found, SAME_UNITS, 1);
            }
        }
    }

    /** Another value of a feature that was always the same is one unit off for each of its own. */
    @Test
    void aConstantFeatureHasDeviationOne() {
        MutableDataset<Label> data = TestData.empty(TestData.rings(1, 1).getOutputFactory());
        for (Example<Label> example : TestData.rings(32, 1)) {
            data.add(TestData.example(
                    example.getOutput(), 1.7e9, example.lookup("x2").getValue()));
        }
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(data)) {
            assertEquals(1.7e9, model.file().data().standardisation().means().get(0));
            assertEquals(1, model.file().data().standardisation().deviations().get(0));
        }
    }
}
