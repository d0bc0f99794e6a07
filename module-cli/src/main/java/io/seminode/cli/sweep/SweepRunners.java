package io.seminode.cli.sweep;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Where sweeps can run. */
public final class SweepRunners {
    private SweepRunners() {}

    /** Those that are found among modules and plugins. */
    public static Providers<SweepRunner> load() {
        return Providers.load("sweep runner", SweepRunner.class, ServiceLoader.load(SweepRunner.class));
    }

    /**
     * The one that runs at such a place.
     *
     * @throws CommandException if there is none
     */
    public static SweepRunner on(String master) {
        Providers<SweepRunner> runners = load();
        return runners.all().stream()
                .filter(runner -> runner.runsOn(master))
                .findFirst()
                .orElseThrow(() -> CommandException.failed("Found nothing that runs on " + master + " (there are: "
                        + String.join(
                                ", ",
                                runners.all().stream().map(SweepRunner::name).toList())
                        + "); for Spark, put seminode-spark's jar into plugins/."));
    }
}
