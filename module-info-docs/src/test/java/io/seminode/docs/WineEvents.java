package io.seminode.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.data.csv.CSVLoader;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Wines as events: those of the cultivators A and B are expected, those of C are not.
 *
 * @param expected of seven tenths of the wines those that are expected, to be learnt
 * @param mixed the other three tenths
 */
record WineEvents(MutableDataset<Event> expected, MutableDataset<Event> mixed) {
    static final Path FILE = Path.of("src/test/resources/io/seminode/docs/wine.csv");
    private static final String UNEXPECTED = "C";

    static DataSource<Label> wines() throws IOException {
        return new CSVLoader<>(new LabelFactory()).loadDataSource(FILE, "Cultivar");
    }

    static WineEvents divided(long seed) throws IOException {
        var parts = new TrainTestSplitter<>(wines(), 0.7, seed);
        List<Example<Event>> expected = events(parts.getTrain());
        expected.removeIf(example -> example.getOutput().getType() != Event.EventType.EXPECTED);
        return new WineEvents(dataset(expected), dataset(events(parts.getTest())));
    }

    private static List<Example<Event>> events(Iterable<Example<Label>> wines) {
        List<Example<Event>> events = new ArrayList<>();
        for (Example<Label> wine : wines) {
            boolean expected = !wine.getOutput().getLabel().equals(UNEXPECTED);
            ArrayExample<Event> event =
                    new ArrayExample<>(new Event(expected ? Event.EventType.EXPECTED : Event.EventType.ANOMALOUS));
            wine.forEach(event::add);
            events.add(event);
        }
        return events;
    }

    private static MutableDataset<Event> dataset(List<Example<Event>> events) {
        AnomalyFactory factory = new AnomalyFactory();
        return new MutableDataset<>(events, new SimpleDataSourceProvenance("wines as events", factory), factory);
    }
}
