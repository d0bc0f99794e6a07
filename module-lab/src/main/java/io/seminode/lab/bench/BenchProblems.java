package io.seminode.lab.bench;

import io.seminode.cli.option.Choice;
import java.util.ArrayList;
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

    private static List<String> names() {
        return ALL.stream().map(BenchProblem::name).toList();
    }

    /** For picocli: a problem by its name. */
    static final class ByName extends Choice<BenchProblem> {
        ByName() {
            super("problem", ALL, BenchProblem::name);
        }
    }

    /** For picocli: the names to show in help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(names());
        }
    }
}
