package io.seminode.cli.train;

import io.seminode.solver.SolveStatistics;

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
 */
public record TestPass(
        int examples,
        int batches,
        long forwardEvaluations,
        long evaluations,
        long accepted,
        long rejected,
        long located) {

    static TestPass of(int examples, int batches, SolveStatistics forward, SolveStatistics backward) {
        return new TestPass(
                examples,
                batches,
                forward.evaluations(),
                backward.evaluations(),
                backward.accepted(),
                backward.rejected(),
                backward.steps().size());
    }
}
