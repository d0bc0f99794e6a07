package io.seminode.cli;

import io.seminode.cli.FlowFileOptions.Read;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.ImageFlowExperiment;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.report.Pictures;
import io.seminode.data.image.LogitTransform;
import io.seminode.models.flow.FlowSettings;
import io.seminode.models.flow.TrainedFlow;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws samples from a trained flow. */
@Command(
        name = "sample",
        description = {
            "Draw samples from a trained flow into a picture.",
            "Images side by side; points of the plane as dots, from -4 to 4."
        })
final class SampleCommand implements Runnable {
    static final double REACH = 4;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final FlowFileOptions flow = new FlowFileOptions();

    @Option(names = "--n", paramLabel = "N", description = "How many. Default: 64 images or 5000 points.")
    private @Nullable Integer count;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "samples.png",
            description = "The picture, a PNG file. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("samples.png");

    @Override
    public void run() {
        if (count != null && count < 1) {
            throw CommandException.wrongUsage("The number of samples is " + count + ", expected 1 or more.");
        }
        Read read = flow.read();
        int n = count != null ? count : read.model().isOfImages() ? 64 : 5000;
        try (TrainedFlow trained = flow.open(read)) {
            float[] samples =
                    trained.sample(n, flow.seed(), FlowFileOptions.progress(Quiet.progress(spec), "Samples", n));
            FlowFileOptions.write(picture(read, samples, n), out);
        }
        spec.commandLine().getOut().println(n + " samples written to " + out);
    }

    private static BufferedImage picture(Read read, float[] samples, int n) {
        double[] values = new double[samples.length];
        if (read.model().settings() instanceof FlowSettings.Images images) {
            String alpha = read.file().data().options().getOrDefault(ImageFlowExperiment.ALPHA, "");
            LogitTransform transform = new LogitTransform(Double.parseDouble(alpha));
            for (int i = 0; i < values.length; i++) {
                values[i] = transform.inverse(samples[i]);
            }
            return Pictures.grid(values, n, images.height(), images.width(), images.channels());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = samples[i];
        }
        return Pictures.points(values, REACH);
    }
}
