package io.seminode.models.tribuo;

import java.util.Random;
import org.tribuo.MutableDataset;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;

/** Events on a ring; anomalous ones lie inside of it, where neither coordinate is unusual. */
final class EventData {
    private EventData() {}

    static MutableDataset<Event> expected(int count, long seed) {
        MutableDataset<Event> dataset = TestData.empty(new AnomalyFactory());
        add(dataset, Event.EventType.EXPECTED, 3, count, seed);
        return dataset;
    }

    /** Half of them anomalous. */
    static MutableDataset<Event> mixed(int count, long seed) {
        MutableDataset<Event> dataset = expected(count / 2, seed);
        add(dataset, Event.EventType.ANOMALOUS, 0.5, count / 2, seed + 1);
        return dataset;
    }

    private static void add(MutableDataset<Event> dataset, Event.EventType type, double radius, int count, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double at = radius + 0.2 * random.nextGaussian();
            dataset.add(TestData.example(new Event(type), 100 + at * Math.cos(angle), at * Math.sin(angle)));
        }
    }

    static FlowTrainer small(int epochs) {
        return new FlowTrainer()
                .withNetwork(16, 2)
                .withTraining(TestData.quick(epochs).withBatchSize(32))
                .withSolver(new SolverOptions().withTolerances(1e-2, 1e-3));
    }
}
