package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.models.ode.NeuralOde;
import io.seminode.solver.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat64;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** A model is trained, stored, read, used and exported in any locale, which stays what it was. */
class LocaleTest {
    /** Whose letters or digits are other ones than those of English. */
    private static final List<String> TAGS = List.of("tr", "az", "ar-u-nu-arab", "fa", "bn", "ne", "mr", "my");

    private final Locale before = Locale.getDefault();
    private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    private final Locale format = Locale.getDefault(Locale.Category.FORMAT);

    @TempDir
    private Path folder;

    @AfterEach
    void goBack() {
        Locale.setDefault(before);
        Locale.setDefault(Locale.Category.DISPLAY, display);
        Locale.setDefault(Locale.Category.FORMAT, format);
    }

    @Test
    void aModelIsTheSameInEveryLocale() throws IOException {
        double expected = score(folder.resolve("root"));
        for (String tag : TAGS) {
            Locale locale = Locale.forLanguageTag(tag);
            Locale.setDefault(locale);
            Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMAN);
            assertEquals(expected, score(folder.resolve(tag)), tag);
            assertEquals(locale, Locale.getDefault());
            assertEquals(locale, Locale.getDefault(Locale.Category.FORMAT));
            assertEquals(Locale.GERMAN, Locale.getDefault(Locale.Category.DISPLAY));
        }
    }

    private static double score(Path place) throws IOException {
        MutableDataset<Label> rings = TestData.rings(16, 1);
        Path file = place.resolveSibling(place.getFileName() + ".tribuo");
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(rings)) {
            model.serializeToFile(file);
            model.export().write(place, 1);
        }
        try (NeuralModel<Label> read =
                        (NeuralModel<Label>) Model.deserializeFromFile(file).castModel(Label.class);
                SavedModelBundle saved = SavedModelBundle.load(place.toString());
                Tensor x = TFloat64.tensorOf(
                        Shape.of(1, 2),
                        DataBuffers.of(
                                rings.getExample(0).lookup("x1").getValue(),
                                rings.getExample(0).lookup("x2").getValue()));
                Result exported = saved.function("serving_default").call(Map.of(NeuralOde.FEATURES, x))) {
            Map<String, Label> scores = read.predict(rings.getExample(0)).getOutputScores();
            double score = scores.get(read.file().data().labels().get(0)).getScore();
            assertEquals(score, Tensors.toDoubles(exported.get("probabilities").orElseThrow())[0], 1e-4);
            return score;
        }
    }
}
