package io.seminode.cli;

import io.seminode.cli.FlowFileOptions.Read;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.FlowData;
import io.seminode.cli.option.Quiet;
import io.seminode.data.files.AtomicFiles;
import io.seminode.data.image.LogitTransform;
import io.seminode.models.flow.TrainedFlow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the log-likelihood of examples under a trained flow. */
@Command(
        name = "score",
        description = {
            "Tell the log-likelihood of examples under a trained flow.",
            "A summary goes to standard output, the value of each example into a CSV file if one is named."
        })
final class ScoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final FlowFileOptions flow = new FlowFileOptions();

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description = "For points a density: eight-gaussians, two-moons, pinwheel or checkerboard, from which fresh"
                    + " points are drawn. For images the folder of the files, whose test part is taken.")
    private String data = "";

    @Option(names = "--n", paramLabel = "N", description = "How many examples. Default: 5000 points, or all images.")
    private @Nullable Integer count;

    @Option(names = "--out", paramLabel = "FILE", description = "CSV file for the values of the examples.")
    private @Nullable Path out;

    @Override
    public void run() {
        Read read = flow.read();
        FlowData examples = FlowData.open(read.file(), data, count, flow.seed());
        double[] nats;
        try (TrainedFlow trained = flow.open(read)) {
            nats = trained.logDensity(
                    examples.examples(),
                    flow.seed(),
                    FlowFileOptions.progress(
                            Quiet.progress(spec),
                            "Examples",
                            examples.examples().size()));
        }
        boolean images = read.model().isOfImages();
        int size = Math.toIntExact(read.model().event().size());
        PrintWriter stdout = spec.commandLine().getOut();
        double mean = Arrays.stream(nats).average().orElse(Double.NaN);
        stdout.println(String.format(Locale.ROOT, "Log-likelihood of %d examples: %.4f nats", nats.length, mean));
        if (images) {
            stdout.println(String.format(
                    Locale.ROOT, "Bits per dimension: %.4f", LogitTransform.bitsPerDimension(mean, 0, size)));
        }
        OptionalDouble truth = examples.trueLogDensity();
        truth.ifPresent(
                value -> stdout.println(String.format(Locale.ROOT, "Under the density itself: %.4f nats", value)));
        if (out != null) {
            write(out, nats, images, size);
            stdout.println("Written to " + out);
        }
    }

    private static void write(Path file, double[] nats, boolean images, int size) {
        StringBuilder csv = new StringBuilder(images ? "example,nats,bits_per_dim\n" : "example,nats\n");
        for (int i = 0; i < nats.length; i++) {
            csv.append(i).append(',').append(nats[i]);
            if (images) {
                csv.append(',').append(LogitTransform.bitsPerDimension(nats[i], 0, size));
            }
            csv.append('\n');
        }
        try {
            AtomicFiles.write(file, temporary -> Files.writeString(temporary, csv));
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + file + ": " + e.getMessage());
        }
    }
}
