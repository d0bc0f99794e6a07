package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.file.TensorFile;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    private static final Solver SOLVER = Solver.create().withTolerances(1e-4, 1e-4);
    private static final ToyModel.Data TRAIN = ToyModel.data(24, 1);
    private static final ToyModel.Data VALIDATION = ToyModel.data(8, 2);

    private final TrainingSettings settings = TrainingSettings.create()
            .withEpochs(4)
            .withBatchSize(8)
            .withLearningRate(0.05, 0.01)
            .withSeed(3)
            .withMicroBatch(4)
            .withDecay(LearningRateDecay.COSINE)
            .withOnFailure(OnFailure.HALVE_LR);

    @TempDir
    private Path folder;

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Saves after the given batch, counted over all epochs, and stops. */
    private Checkpoint savedAfter(int batches, ToyModel model) {
        Path file = folder.resolve("checkpoint");
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            assertThrows(
                    Stop.class,
                    () -> session.fit(TRAIN, VALIDATION, new TrainingListener() {
                        private int count;

                        @Override
                        public void onBatch(BatchMetrics metrics) {
                            stopAt(session, ++count);
                        }

                        @Override
                        public void onFailure(BatchFailure failure) {
                            stopAt(session, ++count);
                        }

                        private void stopAt(TrainingSession open, int done) {
                            if (done == batches) {
                                write(open, file);
                                throw new Stop();
                            }
                        }
                    }));
        }
        return Checkpoint.read(file);
    }

    private static void write(TrainingSession session, Path file) {
        try {
            session.checkpoint().write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 8, 12})
    void continuesToBitwiseTheSame(int batches) {
        // The fifth batch fails in both: going back to the begin of its epoch must survive as well.
        ToyModel model = new ToyModel(4);
        List<EpochMetrics> expectedHistory;
        Map<String, float[]> expected;
        try (TrainingSession whole = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            expectedHistory = whole.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {});
            expected = whole.weights();
        }
        assertTrue(expectedHistory.stream().anyMatch(e -> e.failedBatches() > 0), "a batch failed");
        Checkpoint checkpoint = savedAfterOnBroken(batches, model);
        try (TrainingSession rest =
                TrainingSession.resume(checkpoint, model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            List<EpochMetrics> history = rest.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {});
            assertEquals(expectedHistory.size(), history.size());
            for (int i = 0; i < history.size(); i++) {
                assertEquals(expectedHistory.get(i).trainLoss(), history.get(i).trainLoss());
                assertEquals(
                        expectedHistory.get(i).validationLoss(), history.get(i).validationLoss());
                assertEquals(
                        expectedHistory.get(i).trainMeasures(), history.get(i).trainMeasures());
                assertEquals(expectedHistory.get(i).backward(), history.get(i).backward());
                assertEquals(
                        expectedHistory.get(i).failedBatches(), history.get(i).failedBatches());
            }
            rest.weights().forEach((name, values) -> assertArrayEquals(expected.get(name), values, name));
        }
    }

    @Test
    void aValidationThatWasStoppedIsDoneAgain() {
        ToyModel model = new ToyModel(4);
        List<EpochMetrics> expected;
        try (TrainingSession whole = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            expected = whole.fit(TRAIN, VALIDATION, new TrainingListener() {});
        }
        Path file = folder.resolve("validation");
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            assertThrows(
                    Stop.class,
                    () -> session.fit(TRAIN, VALIDATION, new TrainingListener() {
                        private int asked;

                        @Override
                        public void onEvaluationBatch() {
                            if (++asked == 4) { // of two in each epoch
                                throw new Stop();
                            }
                        }
                    }));
            write(session, file);
        }
        List<Integer> batches = new ArrayList<>();
        try (TrainingSession rest =
                TrainingSession.resume(Checkpoint.read(file), model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            assertEquals(1, rest.history().size());
            List<EpochMetrics> found = rest.fit(TRAIN, VALIDATION, new TrainingListener() {
                @Override
                public void onBatch(BatchMetrics metrics) {
                    batches.add(metrics.epoch());
                }
            });
            assertEquals(List.of(3, 3, 3, 4, 4, 4), batches, "the second epoch was learnt from already");
            for (int i = 0; i < found.size(); i++) {
                assertEquals(expected.get(i).trainLoss(), found.get(i).trainLoss());
                assertEquals(expected.get(i).validationLoss(), found.get(i).validationLoss());
                assertEquals(expected.get(i).validationMeasures(), found.get(i).validationMeasures());
            }
        }
    }

    /** Trains with {@link OnFailure#STOP} until a batch fails. */
    private Checkpoint stopped() {
        Path file = folder.resolve("stopped");
        TrainingSettings stopping = settings.withOnFailure(OnFailure.STOP);
        try (TrainingSession session =
                TrainingSession.open(new ToyModel(4), SOLVER, stopping, ExecutionOptions.NATIVE_CPU)) {
            TrainingFailedException failed = assertThrows(
                    TrainingFailedException.class,
                    () -> session.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {}));
            assertTrue(failed.getMessage().endsWith("resume with another OnFailure."), failed.getMessage());
            write(session, file);
        }
        return Checkpoint.read(file);
    }

    private TrainingSession resumed(Checkpoint checkpoint, OnFailure onFailure) {
        return TrainingSession.resume(
                checkpoint, new ToyModel(4), SOLVER, settings.withOnFailure(onFailure), ExecutionOptions.NATIVE_CPU);
    }

    @Test
    void whatStoppedIsContinuedAsIfItHadAlwaysSkipped() {
        Checkpoint stopped = stopped();
        Map<String, String> asBefore = new LinkedHashMap<>(stopped.settings());
        assertFalse(asBefore.get("training").contains("onFailure"), asBefore.get("training"));
        asBefore.put("training", SettingsJson.write(settings.withOnFailure(OnFailure.STOP)));
        Checkpoint ofEarlierVersion = new Checkpoint(asBefore, stopped.progress(), stopped.tensors());
        TrainingSettings skipping = settings.withOnFailure(OnFailure.SKIP);
        try (TrainingSession whole =
                        TrainingSession.open(new ToyModel(4), SOLVER, skipping, ExecutionOptions.NATIVE_CPU);
                TrainingSession rest = resumed(stopped, OnFailure.SKIP);
                TrainingSession restOfEarlier = resumed(ofEarlierVersion, OnFailure.SKIP)) {
            List<EpochMetrics> expected = whole.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {});
            for (TrainingSession session : List.of(rest, restOfEarlier)) {
                List<EpochMetrics> found =
                        session.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {});
                assertEquals(expected.size(), found.size());
                for (int i = 0; i < found.size(); i++) {
                    assertEquals(1, found.get(i).failedBatches());
                    assertEquals(expected.get(i).trainLoss(), found.get(i).trainLoss());
                    assertEquals(expected.get(i).validationLoss(), found.get(i).validationLoss());
                }
                Map<String, float[]> weights = whole.weights();
                session.weights().forEach((name, values) -> assertArrayEquals(weights.get(name), values, name));
            }
        }
    }

    @Test
    void whatStoppedIsContinuedAtHalfTheRateFromTheCheckpoint() {
        Checkpoint stopped = stopped();
        try (TrainingSession rest = resumed(stopped, OnFailure.HALVE_LR)) {
            Map<String, float[]> before = rest.weights();
            List<Map<String, float[]>> after = new ArrayList<>();
            List<Checkpoint> saved = new ArrayList<>();
            List<EpochMetrics> history = rest.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {
                @Override
                public void onFailure(BatchFailure failure) {
                    after.add(rest.weights());
                    saved.add(rest.checkpoint());
                }
            });
            assertEquals(4, history.size());
            assertEquals(4, after.size(), "one failure in each epoch");
            before.forEach(
                    (name, values) -> assertArrayEquals(values, after.get(0).get(name), name));
            assertTrue(
                    saved.get(0).progress().contains("\"rateFactor\":0.5"),
                    saved.get(0).progress());
            try (TrainingSession again = resumed(saved.get(0), OnFailure.HALVE_LR)) {
                again.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {});
                Map<String, float[]> expected = rest.weights();
                again.weights().forEach((name, values) -> assertArrayEquals(expected.get(name), values, name));
            }
        }
    }

    private Checkpoint savedAfterOnBroken(int batches, ToyModel model) {
        Path file = folder.resolve("broken");
        List<Integer> seen = new ArrayList<>();
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            assertThrows(
                    Stop.class,
                    () -> session.fit(ToyModel.broken(TRAIN, 7), VALIDATION, new TrainingListener() {
                        @Override
                        public void onBatch(BatchMetrics metrics) {
                            count();
                        }

                        @Override
                        public void onFailure(BatchFailure failure) {
                            count();
                        }

                        private void count() {
                            seen.add(1);
                            if (seen.size() == batches) {
                                write(session, file);
                                throw new Stop();
                            }
                        }
                    }));
        }
        return Checkpoint.read(file);
    }

    @Test
    void otherSettingsAreRefusedByName() {
        ToyModel model = new ToyModel(4);
        Checkpoint checkpoint = savedAfter(2, model);
        StoredFileException other = assertThrows(
                StoredFileException.class,
                () -> TrainingSession.resume(
                        checkpoint, new ToyModel(5), SOLVER, settings, ExecutionOptions.NATIVE_CPU));
        assertTrue(other.getMessage().contains("another model"), other.getMessage());
        StoredFileException solver = assertThrows(
                StoredFileException.class,
                () -> TrainingSession.resume(
                        checkpoint, model, SOLVER.withTolerances(1e-3, 1e-4), settings, ExecutionOptions.NATIVE_CPU));
        assertTrue(solver.getMessage().contains("another solver"), solver.getMessage());
        assertEquals(StoredFileException.Reason.UNFIT, solver.reason());
    }

    /** What is written at every save does not grow with the epochs that are done, and equal states give equal bytes. */
    @Test
    void savesHaveOneSizeAndTheSameBytes() throws IOException {
        ToyModel model = new ToyModel(4);
        TrainingSettings many = TrainingSettings.create()
                .withEpochs(40)
                .withBatchSize(8)
                .withLearningRate(0.05, 0.01)
                .withSeed(3);
        Path file = folder.resolve("checkpoint.safetensors");
        List<Long> sizes = new ArrayList<>();
        List<EpochMetrics> expected;
        try (TrainingSession session = TrainingSession.open(model, SOLVER, many, ExecutionOptions.NATIVE_CPU)) {
            expected = session.fit(TRAIN, VALIDATION, new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                    write(session, file);
                    try {
                        sizes.add(Files.size(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        }
        assertEquals(40, sizes.size());
        assertTrue(Math.abs(sizes.get(39) - sizes.get(1)) < 200, sizes::toString);
        Checkpoint read = Checkpoint.read(file);
        byte[] bytes = Files.readAllBytes(file);
        try (TrainingSession again = TrainingSession.resume(read, model, SOLVER, many, ExecutionOptions.NATIVE_CPU)) {
            assertEquals(expected, again.history());
            Path second = Files.createDirectory(folder.resolve("second")).resolve("checkpoint.safetensors");
            write(again, second);
            assertArrayEquals(bytes, Files.readAllBytes(second));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count(), "checkpoint, history and the second folder");
        }
    }

    /** A process may end after the history was added to and before the checkpoint is in its place. */
    @Test
    void aHistoryWithMoreThanTheCheckpointKnowsIsReadAndGoneOnFrom() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        Checkpoint two = new Checkpoint(Map.of(), "far", List.of("one", "two"), Map.of(), Map.of());
        two.write(file);
        byte[] known = Files.readAllBytes(file);
        new Checkpoint(Map.of(), "far", List.of("one", "two", "lost"), Map.of(), Map.of()).write(file);
        Files.write(file, known);
        assertEquals(two.history(), Checkpoint.read(file).history());
        Checkpoint other = new Checkpoint(Map.of(), "far", List.of("one", "two", "three"), Map.of(), Map.of());
        other.write(file);
        assertEquals(other.history(), Checkpoint.read(file).history());
        new Checkpoint(Map.of(), "far", List.of("first of another"), Map.of(), Map.of()).write(file);
        Path history;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> histories = files.filter(f -> !f.equals(file)).toList();
            assertEquals(1, histories.size(), histories::toString);
            history = histories.get(0);
        }
        assertEquals(List.of("first of another"), Checkpoint.read(file).history());
        Files.writeString(history, "first of amother\n");
        StoredFileException damaged = assertThrows(StoredFileException.class, () -> Checkpoint.read(file));
        assertTrue(damaged.getMessage().contains(history.toString()), damaged.getMessage());
        Files.delete(history);
        StoredFileException missing = assertThrows(StoredFileException.class, () -> Checkpoint.read(file));
        assertTrue(missing.getMessage().contains(history.toString()), missing.getMessage());
    }

    /** Checkpoints of versions that had the epochs in the file itself. */
    @Test
    void theHistoryOfAnEarlierVersionIsRead() throws IOException {
        ToyModel model = new ToyModel(4);
        Checkpoint now = savedAfter(6, model);
        assertEquals(1, now.history().size());
        String before = now.progress().replace("\"history\":[]", "\"history\":" + now.history());
        Map<String, String> metadata = new LinkedHashMap<>();
        now.settings().forEach((name, value) -> metadata.put("setting." + name, value));
        metadata.put("progress", before);
        Path file = folder.resolve("earlier.safetensors");
        new TensorFile(metadata, now.tensors()).write(file, "seminode-checkpoint", 1);
        Checkpoint earlier = Checkpoint.read(file);
        try (TrainingSession one = TrainingSession.resume(now, model, SOLVER, settings, ExecutionOptions.NATIVE_CPU);
                TrainingSession other =
                        TrainingSession.resume(earlier, model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            assertEquals(1, one.history().size());
            assertEquals(one.history(), other.history());
        }
    }

    /** In a module of its own that would ask for opening a package to Jackson. */
    @Test
    void whoOnlyTrainsWritesNoSettings() {
        ToyModel model = new ToyModel(4);
        TrainableModel closed = (TrainableModel) Proxy.newProxyInstance(
                ToyModel.class.getClassLoader(), new Class<?>[] {TrainableModel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("settings")) {
                        throw new AssertionError("settings are asked for");
                    }
                    return method.invoke(model, arguments);
                });
        TrainingSettings one = TrainingSettings.create()
                .withEpochs(1)
                .withBatchSize(8)
                .withLearningRate(0.05, 0)
                .withSeed(3);
        try (TrainingSession session = TrainingSession.open(closed, SOLVER, one, ExecutionOptions.NATIVE_CPU)) {
            assertEquals(
                    1, session.fit(TRAIN, VALIDATION, new TrainingListener() {}).size());
        }
    }
}
