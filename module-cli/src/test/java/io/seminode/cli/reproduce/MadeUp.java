package io.seminode.cli.reproduce;

import io.seminode.cli.compare.HistoryRow;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.grid.FailedTrainingException;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.GridTrainer;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.LocationRow;
import io.seminode.cli.train.TestPass;
import io.seminode.cli.train.TrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/** Trains nothing: writes run folders with numbers that follow from norm and seed. */
final class MadeUp implements GridTrainer {
    static final int BATCH_SIZE = 100;
    private static final int EPOCHS = 3;
    private static final int BINS = 70;
    private static final int LENGTH = 160;

    private final Predicate<GridRun> failing;
    private final List<GridRun> trained = new ArrayList<>();

    /** Fails where it is told to. */
    MadeUp(Predicate<GridRun> failing) {
        this.failing = failing;
    }

    MadeUp() {
        this(run -> false);
    }

    List<GridRun> trained() {
        return trained;
    }

    /** The name of the outermost element of an XML file. */
    static String rootOf(Path file) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement()
                .getTagName();
    }

    /** Backward evaluations of a training. */
    static long evaluations(GridRun run) {
        return (run.norm().equals("default") ? 1000 : 600) + 100 * run.seed();
    }

    /** Accepted steps of a pass. */
    static long accepted(GridRun run) {
        return (run.norm().equals("default") ? 700 : 350) + 140 * run.seed();
    }

    /** Rejected steps of a pass. */
    static long rejected(GridRun run) {
        return (run.norm().equals("default") ? 140 : 70) + 70 * run.seed();
    }

    /** Steps of a pass whose place is known: nine tenths of CIFAR-10's. */
    static long located(GridRun run) {
        long all = accepted(run) + rejected(run);
        return run.problem().equals("cifar-cnf") ? 9 * all / 10 : all;
    }

    @Override
    public void train(GridRun run, Path path) {
        if (failing.test(run)) {
            throw new FailedTrainingException("The loss is NaN.", new IllegalStateException("NaN"));
        }
        trained.add(run);
        RunFolder folder = RunFolder.createAnew(path);
        folder.writeJson("settings.json", Map.of("training", Map.of("batches", Map.of("size", BATCH_SIZE))));
        RunResult result = new RunResult(
                run.norm(),
                run.tolerance().rtol(),
                run.tolerance().atol(),
                0,
                run.seed(),
                0.5,
                Map.of("accuracy", 0.25),
                900,
                evaluations(run),
                100,
                10,
                2.5);
        folder.writeCsv("history.csv", HistoryRow.class, history(run), HistoryRow::measures);
        folder.writeJson(
                "test-pass.json",
                new TestPass(500, 5, 900, evaluations(run), accepted(run), rejected(run), located(run), 10, 6));
        folder.writeCsv("test-locations-published.csv", LocationRow.class, locations(run));
        folder.writeCsv("test-locations.csv", LocationRow.class, locations(run));
        folder.writeJson("results.json", new TrainResult(run.problem(), 10_000, EPOCHS, result));
    }

    private static List<HistoryRow> history(GridRun run) {
        List<HistoryRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            rows.add(new HistoryRow(
                    run.norm(),
                    run.tolerance().rtol(),
                    run.tolerance().atol(),
                    0,
                    run.seed(),
                    epoch,
                    5,
                    1,
                    1,
                    300,
                    50,
                    0,
                    evaluations(run) / EPOCHS,
                    30,
                    3,
                    0,
                    1,
                    Map.of("validation accuracy", 0.1 * epoch)));
        }
        return rows;
    }

    /** Of one interval that backward solves overshoot: as many bins before it as in it. Everything in the last tenth. */
    private static List<LocationRow> locations(GridRun run) {
        List<LocationRow> rows = new ArrayList<>();
        double width = (double) LENGTH / BINS;
        for (int i = -BINS; i < BINS; i++) {
            boolean used = i >= BINS - 7;
            rows.add(new LocationRow(
                    i * width,
                    (i + 1) * width,
                    used ? 6 * (accepted(run) + rejected(run)) / 7 : 0,
                    used ? rejected(run) / 7 : 0));
        }
        return rows;
    }
}
