package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.SolverChoices;
import io.seminode.cli.report.Pictures;
import io.seminode.models.file.ModelFile;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.flow.TrainedFlow;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every command that uses a trained flow. */
final class FlowFileOptions {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that \"seminode train\" wrote: of a flow.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path file;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples that are computed at once. Default: 1000 points or 32 images.")
    private int batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of what is drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = SolverChoices.EngineChoice.class,
            defaultValue = "native",
            description = "auto, xla or native. Default: ${DEFAULT-VALUE}.")
    private Engine engine = Engine.NATIVE;

    /** A flow that was read. */
    record Read(ModelFile file, FlowModel model) {}

    Read read() {
        ModelFile found = ModelFile.read(file);
        if (found.model() instanceof FlowModel flow) {
            return new Read(found, flow);
        }
        throw CommandException.wrongUsage("Model " + file + " is of the kind \""
                + found.model().kind()
                + "\", expected a flow: one that \"seminode train\" made of toy-cnf, mnist-cnf or"
                + " cifar-cnf.");
    }

    /** The flow to use; its owner closes it. */
    TrainedFlow open(Read read) {
        ExecutionOptions execution = ExecutionOptions.NATIVE_CPU.withEngine(engine);
        int size = batch > 0 ? batch : read.model().isOfImages() ? 32 : 1000;
        return new TrainedFlow(read.model(), read.file().weights(), read.file().solver(), execution, size);
    }

    long seed() {
        return seed;
    }

    /** Tells on standard error how far the work is, a line each ten seconds at most. */
    static IntConsumer progress(PrintWriter err, String what, int total) {
        long[] last = {System.nanoTime()};
        return done -> {
            long now = System.nanoTime();
            if (done < total && now - last[0] > 10_000_000_000L) {
                last[0] = now;
                err.println(what + ": " + done + " of " + total);
                err.flush();
            }
        };
    }

    static void write(BufferedImage picture, Path file) {
        try {
            Pictures.write(picture, file);
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + file + ": " + e.getMessage());
        }
    }
}
