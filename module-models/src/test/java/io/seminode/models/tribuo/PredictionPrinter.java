package io.seminode.models.tribuo;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** The main class of another process: reads a model and prints what it predicts, bit by bit. */
final class PredictionPrinter {
    private PredictionPrinter() {}

    @SuppressWarnings("SystemOut") // what a process says
    public static void main(String[] args) throws Exception {
        try (NeuralModel<Label> model =
                (NeuralModel<Label>) Model.deserializeFromFile(Path.of(args[0])).castModel(Label.class)) {
            System.out.println(text(model));
        }
    }

    static String text(NeuralModel<Label> model) {
        return model.predict(SeriesData.waves(12, 7)).stream()
                .map(PredictionPrinter::bits)
                .collect(Collectors.joining(" "));
    }

    private static String bits(Prediction<Label> prediction) {
        return prediction.getOutputScores().values().stream()
                .map(score -> Long.toHexString(Double.doubleToRawLongBits(score.getScore())))
                .collect(Collectors.joining(","));
    }
}
