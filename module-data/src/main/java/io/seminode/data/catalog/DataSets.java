package io.seminode.data.catalog;

import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Finds data sets. */
public final class DataSets {
    private DataSets() {}

    /** Those that this module's layer and its class loader offer: the built-in ones and the user's own. */
    public static Providers<DataSet> load() {
        return Providers.load("data set", DataSet.class, ServiceLoader.load(DataSet.class));
    }
}
