package io.seminode.cli.reproduce;

import io.seminode.cli.compare.ComparisonResult;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.compare.Variant;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The finished trainings of a recipe.
 *
 * @param recipe what was to be trained
 * @param records for each norm its trainings, by seed
 */
record RecipeResult(Recipe recipe, Map<String, List<RunRecord>> records) {

    /** Reads the run folders. */
    static RecipeResult read(Recipe recipe, GridFolder folder) {
        Map<String, List<RunRecord>> records = new LinkedHashMap<>();
        for (GridRun run : recipe.runs()) {
            records.computeIfAbsent(run.norm(), n -> new ArrayList<>()).add(RunRecord.read(folder.of(run)));
        }
        return new RecipeResult(recipe, records);
    }

    /** The norms in the order of the recipe. */
    List<String> norms() {
        return List.copyOf(records.keySet());
    }

    /** The trainings with a norm. */
    List<RunRecord> of(String norm) {
        return Objects.requireNonNull(records.get(norm), norm);
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
