package io.seminode.cli.bench;

import java.util.List;

/** What can be timed: one line for each problem. */
public final class BenchProblems {
    private static final List<BenchProblem> ALL =
            List.of(new MlpBench(), new CdeBench(), new SymplecticBench(), FlowBench.plane(), FlowBench.images());

    private BenchProblems() {}

    /** All of them, in the order of help. */
    public static List<BenchProblem> all() {
        return ALL;
    }
}
