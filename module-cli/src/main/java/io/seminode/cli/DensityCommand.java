package io.seminode.cli;

import io.seminode.cli.FlowFileOptions.Read;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.report.Pictures;
import io.seminode.data.toy.PlanePoints;
import io.seminode.models.flow.TrainedFlow;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the density of a trained flow in the plane. */
@Command(
        name = "density",
        description = {
            "Draw the density of a trained flow of points in the plane, from -4 to 4, as a picture.",
            "Says how much of the whole probability lies there: close to 1, if the data do."
        })
final class DensityCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final FlowFileOptions flow = new FlowFileOptions();

    @Option(
            names = "--cells",
            paramLabel = "N",
            defaultValue = "160",
            description = "Cells of the grid along each axis. Default: ${DEFAULT-VALUE}.")
    private int cells;

    @Option(
            names = "--reach",
            paramLabel = "X",
            defaultValue = "4",
            description = "The grid goes from -X to X. Default: ${DEFAULT-VALUE}.")
    private double reach;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "density.png",
            description = "The picture, a PNG file. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("density.png");

    @Override
    public void run() {
        if (cells < 1 || !(reach > 0)) {
            throw CommandException.wrongUsage(
                    "Found " + cells + " cells and a reach of " + reach + ", expected positive numbers.");
        }
        Read read = flow.read();
        if (read.model().isOfImages()) {
            throw CommandException.wrongUsage(
                    "The model is a flow of images, expected one of points: for images see sample and score.");
        }
        double side = 2 * reach / cells;
        PlanePoints grid = PlanePoints.grid(reach, cells);
        try (TrainedFlow trained = flow.open(read)) {
            double[] logDensities = trained.logDensity(
                    grid, flow.seed(), FlowFileOptions.progress(Quiet.progress(spec), "Cells", grid.size()));
            double[] densities = Arrays.stream(logDensities).map(Math::exp).toArray();
            FlowFileOptions.write(Pictures.densities(densities, cells, reach), out);
            double mass = Arrays.stream(densities).sum() * side * side;
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "Probability from -%s to %s: %.4f; picture written to %s",
                            reach,
                            reach,
                            mass,
                            out));
        }
    }
}
