package io.seminode.cli.progress;

import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import java.util.List;

/** Tells several. */
public final class SeveralProgress implements Progress {
    private final List<Progress> all;

    /** In the order in which they are told; closed with this. */
    public SeveralProgress(List<Progress> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void phase(String what) {
        all.forEach(p -> p.phase(what));
    }

    @Override
    public void training(String norm, int repeat, int repeats, int epochs) {
        all.forEach(p -> p.training(norm, repeat, repeats, epochs));
    }

    @Override
    public void batch(BatchMetrics metrics) {
        all.forEach(p -> p.batch(metrics));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        all.forEach(p -> p.epoch(metrics));
    }

    @Override
    public void failure(BatchFailure failure) {
        all.forEach(p -> p.failure(failure));
    }

    @Override
    public void close() {
        all.forEach(Progress::close);
    }
}
