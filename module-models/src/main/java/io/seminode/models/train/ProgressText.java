package io.seminode.models.train;

import io.seminode.models.file.SettingsJson;

/** A training's progress as text in a checkpoint. */
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
        return SettingsJson.write(new Read(progress, steps, beginSteps));
    }

    static Read read(String text) {
        return SettingsJson.read(text, Read.class);
    }
}
