package io.seminode.cli.predict;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.SpeechExperiment;
import io.seminode.data.Normalisation;
import io.seminode.data.speech.SpeechData;
import io.seminode.data.speech.SpeechSeries;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.cde.PathExamples;
import io.seminode.models.file.ModelFile;
import java.nio.file.Path;
import java.util.Map;

/** Recordings of one second for neural CDEs. */
final class SpeechInput implements ModelInput {
    @Override
    public String source() {
        return SpeechExperiment.SOURCE;
    }

    @Override
    public Map<String, float[]> read(Path file, ModelFile model) {
        Normalisation normalisation = model.data().normalisation();
        if (normalisation == null || !(model.model() instanceof NeuralCde cde)) {
            throw CommandException.failed("Found a model of speech that is no neural CDE with a normalisation, expected"
                    + " one as \"seminode train speech\" stores it.");
        }
        int every = Integer.parseInt(model.data().options().getOrDefault(SpeechExperiment.EVERY, "1"));
        float[] series = SpeechData.series(file, normalisation);
        return Map.of(
                NeuralCde.PATH,
                PathExamples.coefficients(
                        series, cde.settings().interpolation(), SpeechSeries.CHANNELS, every, SpeechSeries.times()));
    }
}
