package io.seminode.cli;

import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import io.seminode.cli.option.Choice;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSets;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.solver.Adjoint;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.Providers;
import java.util.Arrays;
import java.util.List;

/** Options whose value is one of a few names. */
final class Choices {
    private Choices() {}

    /** What can be listed. Plugins may bring what is a service. */
    enum Listing {
        NORMS,
        METHODS,
        CONTROLLERS,
        ADJOINTS,
        PROBLEMS,
        DATA;

        /** Loaded anew, so that plugins which came since are found. */
        Providers<? extends Named> load() {
            return switch (this) {
                case NORMS -> Norms.load();
                case METHODS -> Methods.load();
                case CONTROLLERS -> Controllers.load();
                case ADJOINTS ->
                    Providers.of(
                            "adjoint",
                            Arrays.stream(Adjoint.values())
                                    .map(adjoint -> new Entry(adjoint.id(), adjoint.description()))
                                    .toList());
                case PROBLEMS ->
                    Providers.of(
                            "problem",
                            Experiments.all().stream()
                                    .map(problem -> new Entry(problem.name(), problem.description()))
                                    .toList());
                case DATA -> DataSets.load();
            };
        }
    }

    /** Something of ours that is no service. */
    private record Entry(String name, String description) implements Named {}

    static final class ExperimentChoice extends Choice<Experiment> {
        ExperimentChoice() {
            super("problem", Experiments.all(), Experiment::name);
        }
    }

    static final class OnFailureChoice extends Choice<OnFailure> {
        OnFailureChoice() {
            super("way to deal with failures", List.of(OnFailure.values()), OnFailure::id);
        }
    }

    static final class DecayChoice extends Choice<LearningRateDecay> {
        DecayChoice() {
            super("decay", List.of(LearningRateDecay.values()), LearningRateDecay::id);
        }
    }

    static final class ListingChoice extends Choice<Listing> {
        ListingChoice() {
            super("listing", List.of(Listing.values()), l -> l.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    static final class DataSetChoice extends Choice<DataSet> {
        DataSetChoice() {
            super("data set", List.copyOf(DataSets.load().all()), DataSet::name);
        }
    }
}
