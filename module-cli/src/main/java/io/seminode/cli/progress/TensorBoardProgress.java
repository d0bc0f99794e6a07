package io.seminode.cli.progress;

import io.seminode.cli.error.CommandException;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes losses and costs as events of TensorBoard, each training into a folder of its own. Each process adds a file, and says
 * in it where it begins: batches that a killed one did after it was saved are done again and count once.
 */
public final class TensorBoardProgress implements Progress {
    /** The folder in a run folder. */
    public static final String FOLDER = "tensorboard";

    private final Path folder;
    private @Nullable EventFile file;
    private boolean isBegun;

    /** Nothing written yet. */
    public TensorBoardProgress(Path runFolder) {
        this.folder = runFolder.resolve(FOLDER);
    }

    /** Writes to a file. */
    @FunctionalInterface
    private interface Writing {
        void to(EventFile file) throws IOException;
    }

    @Override
    public void phase(String what) {}

    @Override
    public void training(String norm, int repeat, int repeats, int epochs) {
        close();
        isBegun = false;
        String name = norm.replaceAll("[^A-Za-z0-9.-]+", "_") + (repeats == 1 ? "" : "-repeat" + (repeat + 1));
        try {
            file = new EventFile(folder.resolve(name));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void batch(BatchMetrics m) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("batch/loss", m.loss());
        m.measures().forEach((name, value) -> values.put("batch/" + name, value));
        values.put("batch/forward evaluations", (double) m.forward().evaluations());
        values.put("batch/backward evaluations", (double) m.backward().evaluations());
        values.put("batch/backward rejected steps", (double) m.backward().rejected());
        long step = (m.epoch() - 1L) * m.batches() + m.batch();
        write(f -> {
            if (!isBegun) {
                f.start(step);
                isBegun = true;
            }
            f.add(step, values);
            f.flush(); // a killed process leaves out none
        });
    }

    @Override
    public void epoch(EpochMetrics m) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("epoch/train loss", m.trainLoss());
        values.put("epoch/validation loss", m.validationLoss());
        m.trainMeasures().forEach((name, value) -> values.put("epoch/train " + name, value));
        m.validationMeasures().forEach((name, value) -> values.put("epoch/validation " + name, value));
        values.put("epoch/forward evaluations", (double) m.forward().evaluations());
        values.put("epoch/backward evaluations", (double) m.backward().evaluations());
        values.put("epoch/seconds", m.seconds());
        write(f -> {
            f.add(m.epoch(), values);
            f.flush();
        });
    }

    @Override
    public void failure(BatchFailure failure) {}

    private void write(Writing writing) {
        EventFile open = file;
        if (open == null) {
            throw new IllegalStateException("Numbers of a training that was not announced.");
        }
        try {
            writing.to(open);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CommandException failed(IOException e) {
        return CommandException.failed("Can't write TensorBoard's events in " + folder + " ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); train without --tensorboard.");
    }

    @Override
    public void close() {
        EventFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
