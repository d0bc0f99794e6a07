package io.seminode.cli;

import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import io.seminode.data.catalog.DataSets;
import java.util.Iterator;
import java.util.stream.Stream;

/** Names to show in help. */
final class Help {
    private Help() {}

    /** Strings made anew at each use. */
    private abstract static class Candidates implements Iterable<String> {
        abstract Stream<String> stream();

        @Override
        public Iterator<String> iterator() {
            return stream().iterator();
        }
    }

    static final class Problems extends Candidates {
        @Override
        Stream<String> stream() {
            return Experiments.all().stream().map(Experiment::name);
        }
    }

    static final class DataSetNames extends Candidates {
        @Override
        Stream<String> stream() {
            return DataSets.load().names().stream();
        }
    }
}
