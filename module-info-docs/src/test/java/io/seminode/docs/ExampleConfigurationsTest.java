package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.models.tribuo.NeuralModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.classification.LabelFactory;

/** The configurations of the folder examples: each trains, here for one epoch. */
class ExampleConfigurationsTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("unchecked") // the configuration says what the trainer is
    private <T extends Output<T>> void assertTrains(String name, Dataset<T> examples) throws IOException {
        String text = Files.readString(Path.of("examples", name));
        Path file = Files.writeString(
                folder.resolve(name), text.replace("name=\"epochs\" value=\"60\"", "name=\"epochs\" value=\"1\""));
        try (ConfigurationManager manager = new ConfigurationManager(file.toString())) {
            Trainer<T> trainer = (Trainer<T>) manager.lookup("trainer");
            try (NeuralModel<T> model = (NeuralModel<T>) trainer.train(examples)) {
                assertEquals(examples.size(), model.predict(examples).size());
            }
        }
    }

    @Test
    void neuralOde() throws IOException {
        assertTrains("neural-ode.xml", new MutableDataset<>(WineEvents.wines()));
    }

    @Test
    void neuralCde() throws IOException {
        StringBuilder csv = new StringBuilder("id,time,x,turns\n");
        for (int id = 0; id < 8; id++) {
            for (int i = 0; i < 4; i++) {
                csv.append(id)
                        .append(',')
                        .append(i)
                        .append(',')
                        .append(id % 2 == 0 ? i : -i)
                        .append(',');
                csv.append(id % 2 == 0 ? "left" : "right").append('\n');
            }
        }
        Path file = Files.writeString(folder.resolve("turns.csv"), csv);
        assertTrains(
                "neural-cde.xml",
                new MutableDataset<>(
                        CsvSeriesSource.byTime(file, new LabelFactory(), List.of("turns"), "id", "time", Set.of())));
    }

    @Test
    void flow() throws IOException {
        assertTrains("flow.xml", WineEvents.divided(1).expected());
    }
}
