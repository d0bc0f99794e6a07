package io.seminode.cli.experiment;

import java.util.List;

/** What can be trained: one line for each experiment. */
public final class Experiments {
    private static final List<Experiment> ALL = List.of(new PendulumExperiment());

    private Experiments() {}

    /** All of them, in the order of help. */
    public static List<Experiment> all() {
        return ALL;
    }
}
