package io.seminode.cli.experiment;

import io.seminode.models.TrainableModel;
import io.seminode.solver.spi.UnknownProviderException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;

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

    /** What the loss is, for plots: "Mean squared error". */
    String lossName();

    /** The schedules; the first is the default. */
    List<Preset> presets();

    /** The norms that are compared unless others are asked for, each as NAME or NAME@MODE. */
    List<String> norms();

    /**
     * Options of its own: objects with fields annotated by picocli's {@code @Option}, which the commands fill before they
     * call {@link #prepare}. Their names must not be those of the commands' own options.
     */
    default List<Object> options() {
        return List.of();
    }

    /**
     * What {@link #prepare} depends on besides the seed, by name, for result files: what its own options were set to, or else
     * stands in the preset.
     */
    default Map<String, String> settings(Preset preset) {
        return Map.of();
    }

    /**
     * The untrained model, as {@link #prepare} gives it; without the data, so that what a solver can't do with it is known
     * before they are loaded.
     *
     * @throws IllegalArgumentException if its own options can't be right
     */
    TrainableModel model(Preset preset);

    /**
     * Loads or simulates the data and makes the model.
     *
     * @param preset the schedule asked for; the model may depend on it
     * @param seed of what is drawn: data, splits
     */
    Workload prepare(Preset preset, long seed);

    /**
     * Sees whether {@link #prepare} will find its files whole, so that a command can end before it has written anything. What
     * is simulated has none.
     *
     * @throws io.seminode.data.DataException if a file is missing or damaged
     */
    default void requireData() {}

    /**
     * What {@link #prepare} gives to learn from as a data source of Tribuo's, so that the model can be stored as one of
     * Tribuo's; null if the model has no such form.
     */
    default @Nullable DataSource<?> source(Preset preset, long seed) {
        return null;
    }

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
