package io.seminode.cli.experiment;

import io.seminode.solver.spi.UnknownProviderException;
import java.util.List;

/**
 * Something to train: a data set with a model and its schedules. Add one as a class and an entry in {@link Experiments}.
 *
 * <p>The class is loaded to show help, so it must not touch TensorFlow before {@link #prepare}.
 */
public interface Experiment {
    /** As on the command line. */
    String name();

    /** One sentence for help and reports. */
    String description();

    /** The unit of time of the data, for plots: "s". */
    String timeUnit();

    /** The schedules; the first is the default. */
    List<Preset> presets();

    /** The norms that are compared unless others are asked for, each as NAME or NAME@MODE. */
    List<String> norms();

    /** Loads or simulates the data and makes the model. */
    Workload prepare(long seed);

    /**
     * The schedule of that name.
     *
     * @throws UnknownProviderException if there is none; the message lists those there are
     */
    default Preset preset(String name) {
        return presets().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownProviderException("Unknown preset \"" + name + "\"; known are "
                        + String.join(", ", presets().stream().map(Preset::name).toList()) + "."));
    }
}
