package io.seminode.models;

import io.seminode.solver.spi.Named;
import java.util.function.Function;

/**
 * A kind of model that can be stored: how it is called in files and rebuilt from its settings. Add one as a constant of
 * the model's class and an entry among the registered kinds.
 *
 * @param name as in files; never changed once released
 * @param description one sentence for listings
 * @param settings a record of numbers, texts, enums and lists of such; its package must be open to Jackson
 * @param build makes the untrained model
 */
public record ModelKind<S extends Record>(
        String name, String description, Class<S> settings, Function<S, TrainableModel> build) implements Named {
    /** Rebuilds a model. */
    public TrainableModel build(Record found) {
        return build.apply(settings.cast(found));
    }
}
