package io.seminode.cli.train;

import io.seminode.solver.SolveStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over the test part cost, forward and backward, with the trained weights.
 *
 * @param examples of the pass; the last batch is filled up with repetitions of its first example
 * @param batches of the pass
 * @param forwardEvaluations of the field
 * @param evaluations of the adjoint system
 * @param accepted backward steps
 * @param rejected backward steps
 * @param located steps whose place is known: all, unless a solve took more than are recorded
 * @param publishedAccepted accepted backward steps as the paper's code counts them, see {@link PublishedCount}; null if not
 *     every step is known, or the method has not six evaluations a step
 * @param publishedRejected rejected ones
 */
public record TestPass(
        int examples,
        int batches,
        long forwardEvaluations,
        long evaluations,
        long accepted,
        long rejected,
        long located,
        @Nullable Integer publishedAccepted,
        @Nullable Integer publishedRejected) {

    static TestPass of(
            int examples,
            int batches,
            SolveStatistics forward,
            SolveStatistics backward,
            @Nullable PublishedCount published) {
        return new TestPass(
                examples,
                batches,
                forward.evaluations(),
                backward.evaluations(),
                backward.accepted(),
                backward.rejected(),
                backward.steps().size(),
                published == null ? null : published.accepted().size(),
                published == null ? null : published.rejected().size());
    }
}
