package io.seminode.cli.experiment;

import io.seminode.cli.experiment.ImageOptions.ImageSet;
import java.util.List;

/** What can be trained: one line for each experiment. */
public final class Experiments {
    private Experiments() {}

    /** All of them, in the order of help; made anew at each call, since their options are filled by a command. */
    public static List<Experiment> all() {
        return List.of(
                new PendulumExperiment(),
                new SpeechExperiment(),
                new ToyFlowExperiment(),
                new ImageFlowExperiment(ImageSet.MNIST, 32),
                new ImageFlowExperiment(ImageSet.CIFAR_10, 64),
                new ImageOdeExperiment(ImageSet.MNIST),
                new ImageOdeExperiment(ImageSet.CIFAR_10));
    }
}
