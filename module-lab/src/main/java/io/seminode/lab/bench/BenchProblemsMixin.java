package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which problems are measured, and of what size. */
final class BenchProblemsMixin {
    @Option(
            names = "--problems",
            split = ",",
            paramLabel = "NAME",
            converter = BenchProblems.ByName.class,
            description = "Only these problems.")
    private @Nullable List<BenchProblem> problems;

    @Option(
            names = "--batch",
            paramLabel = "NAME=N",
            description = "Number of examples of a problem, if not its own. May be repeated.")
    private Map<String, Integer> batches = Map.of();

    /** Whether some problems were named. */
    boolean isNarrowed() {
        return problems != null;
    }

    /** Those named, or all. */
    List<BenchProblem> problems() {
        return problems == null ? BenchProblems.all() : problems;
    }

    /** The words that give the problem the size it was asked for, if any. */
    List<String> batch(String problem) {
        Integer size = batches.get(problem);
        return size == null ? List.of() : List.of("--batch", size.toString());
    }

    /** Rejects sizes of no problem, and sizes below 1. */
    void requireKnown() {
        List<String> names =
                BenchProblems.all().stream().map(BenchProblem::name).toList();
        batches.forEach((name, size) -> {
            if (!names.contains(name) || size < 1) {
                throw CommandException.wrongUsage("Found --batch " + name + "=" + size + ", expected one of "
                        + String.join(", ", names) + " and a number of 1 or more.");
            }
        });
    }
}
