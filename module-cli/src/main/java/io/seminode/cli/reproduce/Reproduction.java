package io.seminode.cli.reproduce;

import io.seminode.cli.grid.FailedTrainingException;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridFolder.State;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.GridTrainer;
import io.seminode.cli.report.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Trains what is missing and makes tables and figures of it. */
public final class Reproduction {
    /** The folder of the trainings below that of the tables and figures. */
    private static final String RUNS = "runs";

    private static final String DOCUMENT = "reproduction.md";

    private static final String STATE_OF_AN_EXAMPLE_NOTE =
            "The state of a batch is its points' coordinates, two for each.\n";
    private static final int TOY_STATE = 2;

    private final Recipes recipes;
    private final List<Target> targets;
    private final GridFolder runs;
    private final boolean published;

    /**
     * A reproduction that has not begun.
     *
     * @param recipes which trainings are needed
     * @param targets what is to be made
     * @param out where it comes
     * @param published whether figure 5 shows the steps that the paper's code takes for rejected, see the guide
     */
    public Reproduction(Recipes recipes, List<Target> targets, Path out, boolean published) {
        this.recipes = recipes;
        this.targets = List.copyOf(targets);
        this.published = published;
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
     * A training that failed.
     *
     * @param run what was to be done
     * @param folder its run folder
     * @param cause says why
     */
    public record Failure(GridRun run, Path folder, FailedTrainingException cause) {}

    /**
     * Trains what is missing; a training that fails does not stop the others.
     *
     * @param say is told what begins and what fails
     * @return what failed
     */
    public List<Failure> train(GridTrainer trainer, Consumer<String> say) {
        List<Failure> failures = new ArrayList<>();
        List<Plan.Entry> open = plan().open();
        for (int i = 0; i < open.size(); i++) {
            Plan.Entry entry = open.get(i);
            say.accept("Training " + (i + 1) + " of " + open.size()
                    + (entry.state() == State.BEGUN ? ", which was begun: " : ": ")
                    + entry.run().describe());
            Path folder = runs.of(entry.run());
            try {
                RunCost cost = RunCost.of(() -> trainer.train(entry.run(), folder));
                if (entry.state() == State.MISSING) {
                    RunFolder.existing(folder).writeJson(RunCost.FILE, cost);
                }
            } catch (FailedTrainingException e) {
                failures.add(new Failure(entry.run(), folder, e));
                say.accept("Failed: " + e.getMessage());
            }
        }
        return failures;
    }

    /**
     * Makes all tables and figures, of the trainings that are done, and puts the document together anew from them and from those
     * that were made before.
     *
     * @param say is told what is made, and warnings
     * @return the tables and figures that were made now, as Markdown
     */
    public String make(RunFolder folder, Consumer<String> say) {
        Map<Target, String> made = new EnumMap<>(Target.class);
        for (Target target : targets) {
            if (made.containsKey(target)) {
                continue; // figures 2 and 3 show one motion
            }
            say.accept("Making " + target.id());
            Map<Target, String> now = target == Target.FIG2 || target == Target.FIG3
                    ? control(target, folder, say)
                    : Map.of(target, of(target, folder));
            now.forEach((each, markdown) -> folder.writeText(each.file(), markdown));
            made.putAll(now);
        }
        folder.writeText(DOCUMENT, document(folder));
        return String.join("\n", made.values());
    }

    /** Of all targets that were ever made in the folder. */
    private static String document(RunFolder folder) {
        StringBuilder document = new StringBuilder();
        for (Target target : Target.values()) {
            if (folder.has(target.file())) {
                document.append(folder.readText(target.file())).append("\n");
            }
        }
        return document.toString();
    }

    private Map<Target, String> control(Target target, RunFolder folder, Consumer<String> say) {
        GridRun run = recipes.of(target).get(0).runs().get(0);
        if (runs.state(run) != State.COMPLETE) {
            return Map.of(target, target.heading() + "Not made: the training that it needs is not done.\n");
        }
        SwingUp.Made both = new SwingUp(folder).make(runs.of(run));
        both.warning().ifPresent(warning -> say.accept("Warning: " + warning));
        return Map.of(Target.FIG2, both.pictures(), Target.FIG3, both.curves());
    }

    private String of(Target target, RunFolder folder) {
        List<RecipeResult> all = recipes.of(target).stream()
                .map(recipe -> RecipeResult.read(recipe, runs))
                .toList();
        List<RecipeResult> some = all.stream()
                .filter(result -> !result.isEmpty())
                .filter(result -> target != Target.FIG6 || result.norms().size() > 1)
                .toList();
        return (some.isEmpty()
                        ? target.heading() + "Not made: too few of its trainings are done.\n"
                        : of(target, some, folder))
                + "\n" + basis(all);
    }

    private String of(Target target, List<RecipeResult> results, RunFolder folder) {
        Tables tables = new Tables(folder, recipes.scale());
        Figures figures = new Figures(folder);
        return switch (target) {
            case TABLE1 -> tables.trainings(target, Measure.ACCURACY, results);
            case TABLE2 -> tables.trainings(target, Measure.BITS, results);
            case TABLE3 -> tables.trainings(target, Measure.ERROR, results);
            case TABLE4 -> tables.steps(results);
            case FIG1 -> figures.duringTraining(results.get(0));
            case FIG4 -> figures.evaluations(results);
            case FIG5 -> figures.rejections(results, published);
            case FIG6 -> {
                RecipeResult any = results.get(0);
                yield figures.sizes(
                                results,
                                TOY_STATE * any.of(any.norms().get(0)).get(0).batchSize())
                        + STATE_OF_AN_EXAMPLE_NOTE;
            }
            case FIG2, FIG3 -> throw new IllegalStateException("made by control");
        };
    }

    /** How many trainings the numbers are of, and which are missing. */
    private static String basis(List<RecipeResult> results) {
        List<Long> seeds = results.get(0).recipe().grid().seeds();
        StringBuilder text = new StringBuilder("Of ")
                .append(seeds.size() == 1 ? "one training" : seeds.size() + " trainings")
                .append(seeds.size() == 1 ? " with each norm, seed " : " with each norm, seeds ")
                .append(RecipeResult.seedsOf(seeds));
        if (results.stream().allMatch(result -> result.missing().isEmpty())) {
            return text.append(".\n").toString();
        }
        text.append(", but for:\n\n");
        results.forEach(result -> text.append(result.incompleteness()));
        return text.toString();
    }
}
