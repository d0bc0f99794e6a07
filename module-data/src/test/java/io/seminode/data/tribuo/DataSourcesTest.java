package io.seminode.data.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import io.seminode.data.speech.SpeechFixtures;
import io.seminode.data.speech.SpeechSplit;
import io.seminode.data.toy.ToyDensity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

class DataSourcesTest {
    @TempDir
    private Path folder;

    /** The same examples come of a source that is made again from its provenance. */
    private static <T extends Output<T>> void assertReproducible(ExamplesSource<T> source) {
        try (ConfigurationManager manager = new ConfigurationManager()) {
            manager.addConfiguration(ProvenanceUtil.extractConfiguration(source.getProvenance()));
            ExamplesSource<?> again =
                    (ExamplesSource<?>) manager.lookupAll(source.getClass()).get(0);
            assertEquals(source.size(), again.size());
            assertEquals(source.getProvenance(), again.getProvenance());
            assertEquals(
                    source.iterator().next().toString(), again.iterator().next().toString());
        }
    }

    @Test
    void wordsAreSeriesOfCoefficients() throws IOException {
        for (Map.Entry<String, byte[]> clip : SpeechFixtures.clips().entrySet()) {
            Path file = folder.resolve(clip.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, clip.getValue());
        }
        SpeechDataSource train = new SpeechDataSource(folder, SpeechSplit.SPEAKER, 0, DataPart.TRAIN, 40);
        SpeechDataSource all = new SpeechDataSource(folder, SpeechSplit.SPEAKER, 0, DataPart.TRAIN, 1);
        MutableDataset<Label> dataset = new MutableDataset<>(train);
        assertEquals(20 * 5, dataset.getFeatureMap().size());
        Example<Label> sparse = dataset.getExample(0);
        assertEquals("go", sparse.getOutput().getLabel());
        Example<Label> dense = all.iterator().next();
        assertEquals(20 * 161, dense.size());
        for (String name : new String[] {"mfcc00@0", "mfcc07@80", "mfcc19@160"}) {
            assertEquals(dense.lookup(name).getValue(), sparse.lookup(name).getValue());
        }
        assertReproducible(train);
        assertThrows(
                PropertyException.class, () -> new SpeechDataSource(folder, SpeechSplit.SPEAKER, 0, DataPart.TRAIN, 0));
    }

    @Test
    void imagesAreGreyValues() {
        String shared = System.getProperty("seminode.shared", "");
        assumeTrue(!shared.isEmpty(), "no seminode.shared");
        ImageDataSource source = new ImageDataSource(Path.of(shared, "data", "mnist"), "mnist", 0, DataPart.TEST, 150);
        MutableDataset<Label> dataset = new MutableDataset<>(source);
        assertEquals(150 / 5, dataset.size(), "a fifth of the training images asked for");
        assertEquals(28 * 28, dataset.getFeatureMap().size());
        assertEquals(-1, dataset.getExample(0).lookup("y00x00").getValue());
        assertTrue(dataset.getFeatureMap().get("y14x14") != null);
        assertReproducible(source);
        assertThrows(PropertyException.class, () -> new ImageDataSource(folder, "digits", 0, DataPart.TEST, 30));
    }

    @Test
    void pendulumGoesOneStepOn() {
        PendulumDataSource source = new PendulumDataSource(0, DataPart.VALIDATION);
        Example<Regressor> step = source.iterator().next();
        assertEquals(8, step.size());
        Regressor next = step.getOutput();
        assertEquals(6, next.size());
        for (int joint = 1; joint <= 2; joint++) {
            double angle = Math.atan2(
                    step.lookup("sin" + joint).getValue(),
                    step.lookup("cos" + joint).getValue());
            double later = Math.atan2(
                    next.getDimension("sin" + joint).orElseThrow().getValue(),
                    next.getDimension("cos" + joint).orElseThrow().getValue());
            double turned = Math.IEEEremainder(later - angle, 2 * Math.PI) / 0.05;
            double before = step.lookup("velocity" + joint).getValue();
            double after = next.getDimension("velocity" + joint).orElseThrow().getValue();
            assertEquals((before + after) / 2, turned, 0.05 + 0.1 * Math.abs(after - before));
        }
    }

    @Test
    void pointsAreExpectedEvents() {
        ToyDensityDataSource source = new ToyDensityDataSource(ToyDensity.CHECKERBOARD, 20, 3);
        MutableDataset<Event> dataset = new MutableDataset<>(source);
        assertEquals(20, dataset.size());
        assertEquals(Event.EventType.EXPECTED, dataset.getExample(0).getOutput().getType());
        for (Example<Event> example : dataset) {
            assertTrue(ToyDensity.CHECKERBOARD
                            .logDensity(
                                    example.lookup("x").getValue(),
                                    example.lookup("y").getValue())
                            .orElseThrow()
                    > -100);
        }
        assertReproducible(source);
        assertThrows(PropertyException.class, () -> new ToyDensityDataSource(ToyDensity.CHECKERBOARD, 0, 3));
    }
}
