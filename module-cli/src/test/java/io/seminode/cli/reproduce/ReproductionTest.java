package io.seminode.cli.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.GridTrainer;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.reproduce.Reproduction.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and figures of made-up trainings, with two repeats. */
final class ReproductionTest {
    private static final int REPEATS = 2;
    private static final int STATE_OF_A_BATCH = 2 * MadeUp.BATCH_SIZE;

    @TempDir
    private Path out;

    private final List<String> said = new ArrayList<>();

    private Reproduction reproduction(Target... targets) {
        return new Reproduction(new Recipes(Scale.QUICK, REPEATS, Map.of()), List.of(targets), out, false);
    }

    private String make(GridTrainer trainer, Target... targets) {
        Reproduction reproduction = reproduction(targets);
        reproduction.train(trainer, said::add);
        return reproduction.make(RunFolder.shared(out), said::add);
    }

    private String text(String name) throws IOException {
        return Files.readString(out.resolve(name));
    }

    private JsonNode rows(Target target) throws IOException {
        return new ObjectMapper()
                .readTree(out.resolve(target.id() + ".json").toFile())
                .path("rows");
    }

    private static double mean(List<GridRun> runs, String norm, ToLongFunction<GridRun> number) {
        return runs.stream()
                .filter(run -> run.norm().equals(norm))
                .mapToLong(number)
                .average()
                .orElseThrow();
    }

    private static void assertContains(String markdown, Recipe recipe, double total, String with) {
        String line = markdown.lines()
                .filter(l -> l.startsWith(recipe.label() + ": ") && l.contains(", mean of 2 passes: "))
                .findFirst()
                .orElseThrow();
        String expected = String.format(Locale.ROOT, " %,.0f%s", total, with);
        assertTrue(line.contains(expected + ";") || line.contains(expected + "."), expected + " in " + line);
    }

    private List<Recipe> recipes(Target target) {
        return new Recipes(Scale.QUICK, REPEATS, Map.of()).of(target);
    }

    private void assertPlot(String name) throws Exception {
        BufferedImage picture =
                Objects.requireNonNull(ImageIO.read(out.resolve(name + ".png").toFile()), name);
        assertEquals(1800, picture.getWidth(), name);
        assertTrue(picture.getHeight() >= 800, name);
        assertEquals("svg", MadeUp.rootOf(out.resolve(name + ".svg")), name);
    }

    @Test
    void documentHoldsWhatWasMadeEarlierInTheOrderOfThePaper() throws IOException {
        make(new MadeUp(), Target.FIG6, Target.TABLE3);
        String before = text("reproduction.md");
        String made = make(new MadeUp(), Target.TABLE1);
        assertFalse(made.contains("## Table 3"), made);
        String document = text("reproduction.md");
        int first = document.indexOf("## Table 1: ");
        int second = document.indexOf("## Table 3: ");
        int third = document.indexOf("## Figure 6: ");
        assertTrue(0 <= first && first < second && second < third, document);
        assertTrue(document.endsWith(before), "what was there is as it was");
        assertEquals(text("table1.md"), made);

        make(new MadeUp(), Target.TABLE3);
        assertEquals(document, text("reproduction.md"), "made anew it stands there once");
    }

    @Test
    void tablesHoldTheMeansOfTheTrainings() throws IOException {
        String made = make(new MadeUp(), Target.TABLE1, Target.TABLE4);
        JsonNode trainings = rows(Target.TABLE1);
        assertEquals(6, trainings.size(), "three tolerances, two norms");
        assertEquals(1050, trainings.path(0).path("evaluationsMean").asDouble());
        assertEquals(REPEATS, trainings.path(0).path("repeats").asInt());
        assertEquals(25, trainings.path(0).path("measureMean").asDouble(), 1e-9, "percent");
        double saved = 100 * (0.5 * (1 - 600 / 1000.0) + 0.5 * (1 - 700 / 1100.0));
        assertEquals(saved, trainings.path(1).path("savedPercentMean").asDouble(), 1e-9);

        JsonNode passes = rows(Target.TABLE4);
        int row = 0;
        for (Recipe recipe : recipes(Target.TABLE4)) {
            for (String norm : recipe.grid().norms()) {
                JsonNode found = passes.path(row++);
                assertEquals(recipe.label(), found.path("model").asText());
                assertEquals(norm, found.path("norm").asText());
                assertEquals(
                        mean(recipe.runs(), norm, MadeUp::accepted),
                        found.path("acceptedMean").asDouble());
                assertEquals(
                        mean(recipe.runs(), norm, MadeUp::rejected),
                        found.path("rejectedMean").asDouble());
                assertEquals(5, found.path("batches").asInt());
            }
        }
        assertEquals(row, passes.size());
        assertEquals(row + 1, Files.readAllLines(out.resolve("table4.csv")).size());
        assertTrue(
                made.replaceAll(" +", " ").contains("| Double pendulum | default | 770 ± 99 | 175 ± 49 | 10 + 6 | 5 |"),
                made);
        assertTrue(made.contains("Of 2 trainings with each norm, seeds 0, 1."), made);
    }

    @Test
    void figures4And5AreMeansOfThePassesAndAgreeWithTable4() throws Exception {
        make(new MadeUp(), Target.TABLE4, Target.FIG4, Target.FIG5);
        JsonNode rows = rows(Target.TABLE4);
        String evaluations = text("fig4.md");
        String rejections = text("fig5.md");
        int row = 0;
        for (Recipe recipe : recipes(Target.FIG4)) {
            String suffix = "-" + recipe.id() + "-"
                    + io.seminode.cli.grid.Tolerance.text(
                            recipe.grid().tolerances().get(0).rtol());
            assertPlot("fig4" + suffix);
            assertPlot("fig5" + suffix);
            for (String norm : recipe.grid().norms()) {
                double accepted = rows.path(row).path("acceptedMean").asDouble();
                double rejected = rows.path(row++).path("rejectedMean").asDouble();
                String with = recipe.id().startsWith("cifar")
                        ? " with " + norm + ", of which only 90.0 % of the steps are located"
                        : " with " + norm;
                assertContains(evaluations, recipe, 6 * (accepted + rejected), with);
                assertContains(rejections, recipe, rejected, with);
            }
        }
        assertTrue(text("fig4.md").contains("](fig4-pendulum-1e-4.png)"));
    }

    @Test
    void figures1And6ShowTheTrainings() throws Exception {
        String made = make(new MadeUp(), Target.FIG1, Target.FIG6);
        assertPlot("fig1-accuracy");
        assertPlot("fig1-evaluations");
        assertPlot("fig6");
        List<Map<String, String>> lines = RunFolder.shared(out).readCsv("fig6.csv");
        assertEquals(6, lines.size());
        assertEquals("width 8", lines.get(0).get("model"));
        assertEquals(
                10_000.0 / STATE_OF_A_BATCH, Double.parseDouble(lines.get(0).getOrDefault("ratio", "")));
        double saved = 100 * (0.5 * (1 - 600 / 1000.0) + 0.5 * (1 - 700 / 1100.0));
        assertEquals(saved, Double.parseDouble(lines.get(5).getOrDefault("saved_percent_mean", "")), 1e-9);
        assertTrue(made.contains("read off the picture"), made);
    }

    @Test
    void trainingThatFailsLeavesTheOthers() throws IOException {
        Reproduction reproduction = reproduction(Target.TABLE3, Target.FIG6, Target.FIG2);
        MadeUp trainer = new MadeUp(
                run -> (run.problem().equals("pendulum") && run.norm().equals("default") && run.seed() == 1)
                        || run.options().containsKey("decay"));
        List<Failure> failures = reproduction.train(trainer, said::add);
        int all = reproduction.plan().entries().size();
        assertEquals(2, failures.size());
        assertEquals(all - 2, trainer.trained().size(), "the others were done");
        assertEquals("The loss is NaN.", failures.get(0).cause().getMessage());
        assertEquals(reproduction.folder(failures.get(0).run()), failures.get(0).folder());
        assertTrue(said.contains("Failed: The loss is NaN."), said.toString());

        String made = reproduction.make(RunFolder.shared(out), said::add);
        JsonNode rows = rows(Target.TABLE3);
        assertEquals(3, rows.size());
        for (JsonNode row : rows) {
            assertEquals(1, row.path("repeats").asInt(), "all norms with the same seeds");
        }
        assertEquals(1000, rows.path(0).path("evaluationsMean").asDouble());
        assertEquals(40, rows.path(1).path("savedPercentMean").asDouble(), 1e-9);
        assertTrue(
                text("table3.md")
                        .contains("seeds 0, 1, but for:\n\n- **Double pendulum**: only seed 0; not done: default with"
                                + " seed 1.\n"),
                made);
        assertTrue(text("fig2.md").contains("Not made: the training that it needs is not done."), made);
        assertTrue(text("fig6.md").endsWith("seeds 0, 1.\n"), "nothing is missing there");

        make(new MadeUp(), Target.TABLE3);
        assertEquals(2, rows(Target.TABLE3).path(0).path("repeats").asInt(), "made up for later");
        assertFalse(text("reproduction.md").contains("not done: default"), "and no longer said");
    }

    @Test
    void normWithoutTrainingsIsLeftOutAndNothingComparedWithoutTheFirst() throws IOException {
        make(
                new MadeUp(run -> run.norm().equals("seminorm-published")
                        || (run.problem().equals("cifar-cnf") && run.norm().equals("default"))),
                Target.TABLE3,
                Target.TABLE2);
        assertEquals(2, rows(Target.TABLE3).size());
        assertEquals(REPEATS, rows(Target.TABLE3).path(1).path("repeats").asInt());
        assertTrue(text("table3.md")
                .contains("not done: seminorm-published with seed 0, seminorm-published with seed 1."));
        assertEquals(2, rows(Target.TABLE2).size());
        assertTrue(rows(Target.TABLE2).path(0).path("model").asText().startsWith("MNIST"));
        assertTrue(text("table2.md").contains("- **CIFAR-10, 16 channels**: left out; not done: default with seed 0"));

        make(new MadeUp(run -> true), Target.FIG1);
        assertTrue(text("reproduction.md").contains("Not made: too few of its trainings are done."));
    }

    @Test
    void interruptionEndsAll() {
        List<GridRun> begun = new ArrayList<>();
        GridTrainer interrupted = (run, folder) -> {
            begun.add(run);
            throw CommandException.interrupted("interrupted");
        };
        Reproduction reproduction = reproduction(Target.TABLE3);
        assertThrows(CommandException.class, () -> reproduction.train(interrupted, said::add));
        assertEquals(1, begun.size());
    }
}
