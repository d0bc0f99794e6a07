package io.seminode.models.train;

import io.seminode.models.file.SettingsJson;
import java.util.List;

/** A training's progress as text in a checkpoint: the epochs that are done a line each, and the rest. */
final class ProgressText {
    private ProgressText() {}

    /**
     * What was read.
     *
     * @param steps of the optimiser
     * @param beginSteps of the optimiser when the epoch began
     */
    record Read(TrainingProgress progress, int steps, int beginSteps) {}

    static String write(TrainingProgress progress, int steps, int beginSteps) {
        return SettingsJson.write(new Read(progress.withHistory(List.of()), steps, beginSteps));
    }

    static List<String> history(TrainingProgress progress) {
        return progress.history().stream().map(SettingsJson::write).toList();
    }

    /** Checkpoints of earlier versions have no lines, and their epochs in the text. */
    static Read read(String text, List<String> history) {
        Read read = SettingsJson.read(text, Read.class);
        return history.isEmpty()
                ? read
                : new Read(
                        read.progress()
                                .withHistory(history.stream()
                                        .map(line -> SettingsJson.read(line, EpochMetrics.class))
                                        .toList()),
                        read.steps(),
                        read.beginSteps());
    }
}
