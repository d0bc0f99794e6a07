package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.flow.Divergence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;
import org.tribuo.anomaly.evaluation.AnomalyEvaluation;
import org.tribuo.anomaly.evaluation.AnomalyEvaluator;

class FlowTrainerTest {
    @Test
    void findsWhatNoSingleFeatureBetrays() {
        FlowTrainer trainer = EventData.small(25).withQuantile(0.05);
        try (NeuralModel<Event> model = trainer.train(EventData.expected(512, 1))) {
            MutableDataset<Event> mixed = EventData.mixed(100, 2);
            AnomalyEvaluation evaluation = new AnomalyEvaluator().evaluate(model, mixed);
            assertTrue(evaluation.getRecall() > 0.9, evaluation::toString);
            assertTrue(evaluation.getPrecision() > 0.8, evaluation::toString);
            assertFalse(model.generatesProbabilities());
            for (Prediction<Event> prediction : model.predict(mixed)) {
                Event found = prediction.getOutput();
                assertEquals(found.getType() == Event.EventType.ANOMALOUS, found.getScore() < 0);
            }
        }
    }

    @Test
    void thresholdIsAQuantileOfWhatIsExpected() {
        MutableDataset<Event> events = EventData.expected(200, 3);
        for (double quantile : new double[] {0, 0.1, 0.5}) {
            try (NeuralModel<Event> model =
                    EventData.small(1).withQuantile(quantile).train(events)) {
                int anomalous = (int) model.predict(events).stream()
                        .filter(p -> p.getOutput().getType() == Event.EventType.ANOMALOUS)
                        .count();
                assertEquals(quantile * events.size(), anomalous, 2); // those beside the threshold are solved otherwise
            }
        }
    }

    @Test
    void thresholdComesFromThePartThatIsHeldOut() {
        MutableDataset<Event> events = EventData.expected(100, 4);
        FlowTrainer heldOut = EventData.small(1).withTraining(TestData.quick(1).withEarlyStopping(0.4, 1));
        try (NeuralModel<Event> model = heldOut.train(events)) {
            assertTrue(Double.isFinite(
                    model.predict(events.getExample(0)).getOutput().getScore()));
            assertEquals("40", model.file().data().options().get("calibratedOn"));
        }
    }

    @Test
    void predictsTheSameWhenReadBack() {
        MutableDataset<Event> events = EventData.mixed(20, 5);
        FlowTrainer trainer =
                EventData.small(1).withDivergence(Divergence.RADEMACHER).withRegularisers(0.01, 0.01);
        try (NeuralModel<Event> model = trainer.train(EventData.expected(64, 1));
                NeuralModel<Event> read = (NeuralModel<Event>)
                        Model.deserialize(model.serialize()).castModel(Event.class)) {
            NeuralModelTest.assertSame(model.predict(events), read.predict(events));
        }
    }

    @Test
    void rejectsAnomalousEventsInTraining() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> EventData.small(1).train(EventData.mixed(20, 1)));
        assertTrue(e.getMessage().contains("EXPECTED"), e::getMessage);
    }

    @Test
    void optionsThatCannotBeAreErrors() {
        for (double quantile : List.of(-0.1, 1.0, Double.NaN)) {
            assertThrows(PropertyException.class, () -> new FlowTrainer().withQuantile(quantile));
        }
        assertThrows(PropertyException.class, () -> new FlowTrainer().withNetwork(0, 1));
        assertThrows(PropertyException.class, () -> new FlowTrainer().withRegularisers(-1, 0));
    }
}
