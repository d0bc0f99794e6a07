package io.seminode.cli.reproduce;

import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridFolder.State;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.GridTrainer;
import io.seminode.cli.report.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Trains what is missing and makes tables and figures of it. */
public final class Reproduction {
    /** The folder of the trainings below that of the tables and figures. */
    private static final String RUNS = "runs";

    private static final String STATE_OF_AN_EXAMPLE_NOTE =
            "The state of a batch is its points' coordinates, two for each.\n";
    private static final int TOY_STATE = 2;

    private final Recipes recipes;
    private final List<Target> targets;
    private final GridFolder runs;

    /**
     * A reproduction that has not begun.
     *
     * @param recipes which trainings are needed
     * @param targets what is to be made
     * @param out where it comes
     */
    public Reproduction(Recipes recipes, List<Target> targets, Path out) {
        this.recipes = recipes;
        this.targets = List.copyOf(targets);
        this.runs = new GridFolder(out.resolve(RUNS));
    }

    /** The run folder of a training, there or not. */
    public Path folder(GridRun run) {
        return runs.of(run);
    }

    /** What would be trained. */
    public Plan plan() {
        return Plan.of(targets, recipes, runs, Costs.recorded());
    }

    /**
     * Trains what is missing.
     *
     * @param say is told what begins
     */
    public void train(GridTrainer trainer, Consumer<String> say) {
        List<Plan.Entry> open = plan().open();
        for (int i = 0; i < open.size(); i++) {
            Plan.Entry entry = open.get(i);
            say.accept("Training " + (i + 1) + " of " + open.size()
                    + (entry.state() == State.BEGUN ? ", which was begun: " : ": ")
                    + entry.run().describe());
            Path folder = runs.of(entry.run());
            RunCost cost = RunCost.of(() -> trainer.train(entry.run(), folder));
            if (entry.state() == State.MISSING) {
                RunFolder.existing(folder).writeJson(RunCost.FILE, cost);
            }
        }
    }

    /** Makes all tables and figures; returns them as one Markdown document. */
    public String make(RunFolder folder, Consumer<String> say) {
        StringBuilder markdown = new StringBuilder();
        boolean controlled = false;
        for (Target target : targets) {
            boolean control = target == Target.FIG2 || target == Target.FIG3;
            if (control && controlled) {
                continue; // both figures show one motion
            }
            controlled |= control;
            say.accept("Making " + target.id());
            markdown.append(make(target, folder)).append("\n");
        }
        folder.writeText("reproduction.md", markdown.toString());
        return markdown.toString();
    }

    private String make(Target target, RunFolder folder) {
        Tables tables = new Tables(folder, recipes.scale());
        Figures figures = new Figures(folder);
        if (target == Target.FIG2 || target == Target.FIG3) {
            Recipe recipe = recipes.of(target).get(0);
            return new SwingUp(folder).make(runs.of(recipe.runs().get(0)));
        }
        List<RecipeResult> results = recipes.of(target).stream()
                .map(recipe -> RecipeResult.read(recipe, runs))
                .toList();
        return switch (target) {
            case TABLE1 -> tables.trainings(target, Measure.ACCURACY, results);
            case TABLE2 -> tables.trainings(target, Measure.BITS, results);
            case TABLE3 -> tables.trainings(target, Measure.ERROR, results);
            case TABLE4 -> tables.steps(results);
            case FIG1 -> figures.duringTraining(results.get(0));
            case FIG4 -> figures.evaluations(results);
            case FIG5 -> figures.rejections(results);
            case FIG6 -> {
                RecipeResult any = results.get(0);
                yield figures.sizes(
                                results,
                                TOY_STATE * any.of(any.norms().get(0)).get(0).batchSize())
                        + STATE_OF_AN_EXAMPLE_NOTE;
            }
            case FIG2, FIG3 -> throw new IllegalStateException("made above");
        };
    }
}
