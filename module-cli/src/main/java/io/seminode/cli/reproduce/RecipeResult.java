package io.seminode.cli.reproduce;

import io.seminode.cli.compare.ComparisonResult;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.compare.Variant;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridFolder.State;
import io.seminode.cli.grid.GridRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The finished trainings of a recipe, of each norm with the same seeds: what is compared began with the same weights.
 *
 * @param recipe what was to be trained
 * @param seeds that the trainings of all norms are done with
 * @param records for each norm its trainings, by seed; empty if there is nothing to compare
 * @param missing trainings that are not done
 */
record RecipeResult(Recipe recipe, List<Long> seeds, Map<String, List<RunRecord>> records, List<GridRun> missing) {

    /**
     * Reads the run folders of what is done. A norm without any training is left out, unless it is the one that the others are
     * compared with.
     */
    static RecipeResult read(Recipe recipe, GridFolder folder) {
        List<GridRun> missing = recipe.runs().stream()
                .filter(run -> folder.state(run) != State.COMPLETE)
                .toList();
        List<GridRun> done =
                recipe.runs().stream().filter(run -> !missing.contains(run)).toList();
        List<String> all = recipe.grid().norms();
        List<String> norms = all.stream()
                .filter(norm -> norm.equals(all.get(0))
                        || done.stream().anyMatch(run -> run.norm().equals(norm)))
                .toList();
        List<Long> seeds = recipe.grid().seeds().stream()
                .filter(seed -> missing.stream().noneMatch(run -> run.seed() == seed && norms.contains(run.norm())))
                .toList();
        Map<String, List<RunRecord>> records = new LinkedHashMap<>();
        for (GridRun run : done) {
            if (seeds.contains(run.seed())) {
                records.computeIfAbsent(run.norm(), n -> new ArrayList<>()).add(RunRecord.read(folder.of(run)));
            }
        }
        return new RecipeResult(recipe, seeds, records, missing);
    }

    /** Whether there is nothing to show. */
    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether all passes over the test part were counted as the paper's code does. */
    boolean isReadAsPublished() {
        return records.values().stream()
                .flatMap(List::stream)
                .noneMatch(record -> record.publishedLocations().isEmpty());
    }

    /** The norms in the order of the recipe. */
    List<String> norms() {
        return List.copyOf(records.keySet());
    }

    /** The trainings with a norm. */
    List<RunRecord> of(String norm) {
        return Objects.requireNonNull(records.get(norm), norm);
    }

    /** How many batches a training with a norm took, all epochs together, on average. */
    double steps(String norm) {
        return of(norm).stream()
                .mapToDouble(record -> record.perEpoch("batches").stream()
                        .mapToDouble(batches -> batches)
                        .sum())
                .average()
                .orElseThrow();
    }

    /** Which trainings the numbers are of, as an item of a list; empty if they are of all. */
    String incompleteness() {
        if (missing.isEmpty()) {
            return "";
        }
        String of = isEmpty() ? "left out" : (seeds.size() == 1 ? "only seed " : "seeds ") + seedsOf(seeds);
        String not = missing.stream()
                .map(run -> run.norm() + " with seed " + run.seed())
                .collect(Collectors.joining(", "));
        return "- **" + recipe.label() + "**: " + of + "; not done: " + not + ".\n";
    }

    /** As text: {@code 0, 1}. */
    static String seedsOf(List<Long> seeds) {
        return seeds.stream().map(seed -> Long.toString(seed)).collect(Collectors.joining(", "));
    }

    /** The norms side by side. */
    ComparisonResult comparison() {
        List<Variant> variants = new ArrayList<>();
        List<RunResult> runs = new ArrayList<>();
        records.forEach((norm, all) -> {
            RunResult first = all.get(0).result().run();
            variants.add(new Variant(norm, norm, first.rtol(), first.atol()));
            all.forEach(record -> runs.add(record.result().run()));
        });
        RunRecord any = of(norms().get(0)).get(0);
        return ComparisonResult.of(any.result().problem(), any.result().parameters(), variants, runs);
    }
}
