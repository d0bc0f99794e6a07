package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import io.seminode.models.cde.Interpolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.evaluation.RegressionEvaluator;

class NeuralCdeTrainerTest {
    @Test
    void tooFewExamplesAreCalledThat() {
        for (NeuralTrainer<Label> trainer : List.of(SeriesData.<Label>small(1), new NeuralOdeTrainer<Label>())) {
            for (int count = 0; count < 2; count++) {
                MutableDataset<Label> few = SeriesData.waves(count, 1);
                String message = assertThrows(IllegalArgumentException.class, () -> trainer.train(few))
                        .getMessage();
                String found = count == 0 ? "No example" : "One example only";
                assertEquals(found + " found in the data set, expected 2 or more to train with.", message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void tellsWaysOfTurningApartWithEveryPath(Interpolation interpolation) {
        NeuralCdeTrainer<Label> trainer = SeriesData.<Label>small(20).withInterpolation(interpolation);
        try (NeuralModel<Label> model = trainer.train(SeriesData.waves(64, 1))) {
            double accuracy = new LabelEvaluator()
                    .evaluate(model, SeriesData.waves(60, 2))
                    .accuracy();
            assertTrue(accuracy > 0.85, () -> "accuracy " + accuracy);
        }
    }

    @Test
    void findsHowFastTheyTurn() {
        try (NeuralModel<Regressor> model = SeriesData.<Regressor>small(40).train(SeriesData.speeds(96, 1))) {
            RegressionEvaluation evaluation = new RegressionEvaluator().evaluate(model, SeriesData.speeds(60, 2));
            assertTrue(evaluation.averageR2() > 0.7, evaluation::toString);
        }
    }

    @Test
    void predictsTheSameWhenReadBack() {
        MutableDataset<Label> waves = SeriesData.waves(20, 3);
        NeuralCdeTrainer<Label> trainer = SeriesData.<Label>small(1).withInterpolation(Interpolation.HERMITE_CUBIC);
        try (NeuralModel<Label> model = trainer.train(waves);
                NeuralModel<Label> read = (NeuralModel<Label>)
                        Model.deserialize(model.serialize()).castModel(Label.class)) {
            NeuralModelTest.assertSame(model.predict(waves), read.predict(waves));
            assertEquals(model.serialize(), read.serialize());
        }
    }

    @Test
    void aSeriesMayBeLongerThanAnyOfTheTraining() {
        try (NeuralModel<Label> model = SeriesData.<Label>small(1).train(SeriesData.waves(32, 1))) {
            List<String> names = List.of("x@0", "x@1", "x@2", "y@0", "y@1", "y@2");
            List<Double> values = List.of(20.0, 21.0, 22.0, 0.0, 0.5, 1.0);
            Example<Label> some = SeriesData.example(new Label("left"), names, values);
            List<String> more = new ArrayList<>(names);
            List<Double> moreValues = new ArrayList<>(values);
            for (int i = 1; i < 20; i++) { // on the lines between: the path is the same
                more.add("x@" + i / 20.0);
                moreValues.add(20 + i / 20.0);
            }
            Example<Label> many = SeriesData.example(new Label("left"), more, moreValues);
            Prediction<Label> few = model.predict(some);
            assertTrue(model.predict(many).distributionEquals(few, 1e-2), few::toString);
        }
    }

    @Test
    void orderAndUnknownChannelsDoNotCountAndMissingValuesAreAllowed() {
        try (NeuralModel<Label> model = SeriesData.<Label>small(1).train(SeriesData.waves(32, 1))) {
            List<String> names = new ArrayList<>(List.of("x@0", "x@1.5", "y@1", "z@0.5"));
            List<Double> values = new ArrayList<>(List.of(19.0, 22.0, 0.5, 77.0));
            Prediction<Label> expected = model.predict(SeriesData.example(new Label("left"), names, values));
            assertEquals(3, expected.getNumActiveFeatures());
            Collections.reverse(names);
            Collections.reverse(values);
            names.add("y@2");
            values.add(Double.NaN);
            Prediction<Label> found = model.predict(SeriesData.example(new Label("left"), names, values));
            // A time at which a value is missing prolongs the path in time, so that much may change.
            assertEquals(3, found.getNumActiveFeatures());
            names.remove("y@2");
            values.remove(values.size() - 1);
            Prediction<Label> reversed = model.predict(SeriesData.example(new Label("left"), names, values));
            assertTrue(reversed.distributionEquals(expected, 0));
            Example<Label> strange = SeriesData.example(new Label("left"), List.of("z@1", "w"), List.of(1.0, 2.0));
            assertThrows(IllegalArgumentException.class, () -> model.predict(strange));
        }
    }

    @Test
    void largeTimesAreNoMatter() {
        double epoch = 1.7e9;
        MutableDataset<Label> shifted = TestData.empty(new LabelFactory());
        MutableDataset<Label> waves = SeriesData.waves(32, 1);
        for (Example<Label> example : waves) {
            List<String> names = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (Feature feature : example) {
                String[] parts = feature.getName().split("@", -1);
                names.add(parts[0] + "@" + (epoch + Double.parseDouble(parts[1])));
                values.add(feature.getValue());
            }
            shifted.add(SeriesData.example(example.getOutput(), names, values));
        }
        try (NeuralModel<Label> model = SeriesData.<Label>small(1).train(waves);
                NeuralModel<Label> later = SeriesData.<Label>small(1).train(shifted)) {
            List<Prediction<Label>> expected = model.predict(waves);
            List<Prediction<Label>> found = later.predict(shifted);
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(found.get(i).distributionEquals(expected.get(i), 1e-3));
            }
        }
    }

    @Test
    void whatHasNoTimeIsLearntTooAndCanDecide() {
        MutableDataset<Label> dataset = TestData.empty(new LabelFactory());
        for (int i = 0; i < 32; i++) { // the series are all the same
            dataset.add(SeriesData.example(
                    new Label(i % 2 == 0 ? "even" : "odd"), List.of("x@0", "x@1", "parity"), List.of(1.0, 2.0, (double)
                            (i % 2))));
        }
        try (NeuralModel<Label> model = SeriesData.<Label>small(20).train(dataset)) {
            assertEquals(1, new LabelEvaluator().evaluate(model, dataset).accuracy());
        }
    }

    /** Names such as {@code t3_x}. */
    public static final class TimeFirst implements SeriesConverter {
        @Config(description = "What a time begins with.")
        private String prefix = "t";

        /** For configurations. */
        public TimeFirst() {}

        @Override
        public TimeSeries convert(Example<?> example) {
            TimeSeries.Builder series = new TimeSeries.Builder();
            for (Feature feature : example) {
                String[] parts = feature.getName().split("_", -1);
                series.observe(parts[1], Double.parseDouble(parts[0].substring(prefix.length())), feature.getValue());
            }
            return series.build();
        }

        @Override
        public ConfiguredObjectProvenance getProvenance() {
            return new ConfiguredObjectProvenanceImpl(this, "SeriesConverter");
        }
    }

    @Test
    void aConverterOfTheUsersIsStoredWithTheModel() {
        MutableDataset<Label> waves = SeriesData.waves(16, 1);
        MutableDataset<Label> renamed = TestData.empty(new LabelFactory());
        for (Example<Label> example : waves) {
            List<String> names = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (Feature feature : example) {
                String[] parts = feature.getName().split("@", -1);
                names.add("t" + parts[1] + "_" + parts[0]);
                values.add(feature.getValue());
            }
            renamed.add(SeriesData.example(example.getOutput(), names, values));
        }
        NeuralCdeTrainer<Label> trainer = SeriesData.<Label>small(1).withConverter(new TimeFirst());
        try (NeuralModel<Label> model = SeriesData.<Label>small(1).train(waves);
                NeuralModel<Label> own = trainer.train(renamed);
                NeuralModel<Label> read =
                        (NeuralModel<Label>) Model.deserialize(own.serialize()).castModel(Label.class)) {
            List<Prediction<Label>> expected = model.predict(waves);
            List<Prediction<Label>> found = read.predict(renamed);
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(found.get(i).distributionEquals(expected.get(i), 0));
            }
            assertTrue(own.getProvenance().toString().contains("TimeFirst"));
        }
    }

    @Test
    void whatIsNoSeriesIsAnErrorThatNamesTheFeature() {
        Exception noTimes = assertThrows(
                IllegalArgumentException.class, () -> SeriesData.<Label>small(1).train(TestData.rings(16, 1)));
        assertTrue(noTimes.getMessage().contains("pressure@3.5"), noTimes::getMessage);
        MutableDataset<Label> bad = SeriesData.waves(16, 1);
        bad.add(SeriesData.example(new Label("left"), List.of("x@noon"), List.of(1.0)));
        Exception noon = assertThrows(
                IllegalArgumentException.class, () -> SeriesData.<Label>small(1).train(bad));
        assertTrue(noon.getMessage().contains("x@noon"), noon::getMessage);
        MutableDataset<Label> infinite = SeriesData.waves(16, 1);
        infinite.add(SeriesData.example(new Label("left"), List.of("x@1"), List.of(Double.POSITIVE_INFINITY)));
        assertThrows(
                IllegalArgumentException.class, () -> SeriesData.<Label>small(1).train(infinite));
        assertThrows(PropertyException.class, () -> new NeuralCdeTrainer<Label>().withNetwork(0, 1, 1));
        assertThrows(PropertyException.class, () -> new NamedTimeConverter(""));
        assertNotEquals(new NamedTimeConverter(":").getProvenance(), new NamedTimeConverter().getProvenance());
    }
}
