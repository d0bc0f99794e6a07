package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.data.Examples;
import io.seminode.data.TimeWindows;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.NonFiniteException;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingSessionTest {
    private static final int TIMES = 3;
    private static final int BATCH = 4;
    private static final SymplecticOdeNet NET = new SymplecticOdeNet(8, 6, 6, 0, 0.05, 0.1);
    private static final Solver SOLVER = Solver.create().withTolerances(1e-4, 1e-4);
    private static final TimeWindows NONE = new TimeWindows(new float[0], TIMES, 8);

    /** Angles that turn at constant velocities. */
    private static TimeWindows windows(int count) {
        float[] values = new float[count * TIMES * 8];
        for (int i = 0; i < count; i++) {
            for (int t = 0; t < TIMES; t++) {
                double q1 = 0.7 * i + 0.05 * t * 1.5;
                double q2 = 1.3 * i - 0.05 * t * 0.5;
                int at = (i * TIMES + t) * 8;
                values[at] = (float) Math.cos(q1);
                values[at + 1] = (float) Math.cos(q2);
                values[at + 2] = (float) Math.sin(q1);
                values[at + 3] = (float) Math.sin(q2);
                values[at + 4] = 1.5f;
                values[at + 5] = -0.5f;
            }
        }
        return new TimeWindows(values, TIMES, 8);
    }

    private static TrainingSettings settings(int epochs) {
        return TrainingSettings.create()
                .withEpochs(epochs)
                .withBatchSize(BATCH)
                .withLearningRate(1e-2, 0.01)
                .withSeed(5);
    }

    private static List<Double> losses(ExecutionOptions execution, long seed) {
        TrainingSettings settings = TrainingSettings.create()
                .withEpochs(4)
                .withBatchSize(BATCH)
                .withLearningRate(1e-2, 0.01)
                .withSeed(seed);
        List<Double> losses = new ArrayList<>();
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings, execution)) {
            session.fit(windows(12), NONE, new TrainingListener() {
                @Override
                public void onBatch(BatchMetrics metrics) {
                    losses.add(metrics.loss());
                }
            });
        }
        return losses;
    }

    static List<ExecutionOptions> engines() {
        return List.of(ExecutionOptions.NATIVE_CPU, ExecutionOptions.XLA_CPU);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void sameSeedSameNumbersAgain(ExecutionOptions execution) {
        List<Double> first = losses(execution, 5);
        assertEquals(12, first.size());
        assertEquals(first, losses(execution, 5));
        assertNotEquals(first, losses(execution, 6));
    }

    @Test
    void enginesAgreeToRounding() {
        List<Double> ofNative = losses(ExecutionOptions.NATIVE_CPU, 5);
        List<Double> ofXla = losses(ExecutionOptions.XLA_CPU, 5);
        for (int i = 0; i < ofNative.size(); i++) {
            // float32: a squared difference has an absolute error of about 1e-7 of the squared state.
            assertEquals(ofNative.get(i), ofXla.get(i), 1e-4 * ofNative.get(i) + 1e-8);
        }
    }

    @Test
    void learns() {
        TimeWindows train = windows(12);
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings(30), ExecutionOptions.NATIVE_CPU)) {
            double before = session.evaluate(train).loss();
            List<EpochMetrics> history = session.fit(train, windows(4), new TrainingListener() {});
            double after = session.evaluate(train).loss();
            assertEquals(30, history.size());
            assertEquals(3, history.get(0).batches());
            assertTrue(after < before / 4, before + " before, " + after + " after");
            assertTrue(history.get(29).validationLoss() < before);
            assertTrue(history.get(0).backward().evaluations() > 0);
        }
    }

    @Test
    void evaluatesEveryExampleOnceWhateverTheBatch() {
        TimeWindows seven = windows(7);
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU)) {
            double sum = 0;
            for (int i = 0; i < 7; i++) {
                float[] one = seven.gather(new int[] {i}).get(TimeWindows.FIELD);
                sum += session.evaluate(new TimeWindows(one, TIMES, 8)).loss();
            }
            assertEquals(sum / 7, session.evaluate(seven).loss(), 1e-5);
        }
    }

    @Test
    void modesAndNormsGiveTheSameFirstLossAndNearlyTheSameSecond() {
        Solver faithful = SOLVER.withMode(AdjointMode.FAITHFUL).withNorm(new DefaultNorm());
        Map<String, float[]> batch = windows(4).gather(IntStream.range(0, BATCH).toArray());
        try (TrainingSession lazy = TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU);
                TrainingSession paper = TrainingSession.open(NET, faithful, settings(1), ExecutionOptions.NATIVE_CPU)) {
            double first = lazy.step(batch).loss();
            assertEquals(first, paper.step(batch).loss(), 1e-4 * first);
            double second = lazy.step(batch).loss();
            assertEquals(second, paper.step(batch).loss(), 1e-3 * second);
        }
    }

    @Test
    void failedSolveLeavesTheWeightsAsTheyWere() {
        float[] broken = windows(4).gather(IntStream.range(0, BATCH).toArray()).get(TimeWindows.FIELD);
        Arrays.fill(broken, Float.NaN);
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU)) {
            Map<String, float[]> before = session.weights();
            NonFiniteException failure =
                    assertThrows(NonFiniteException.class, () -> session.step(Map.of(TimeWindows.FIELD, broken)));
            assertEquals(SymplecticOdeNet.STATE, failure.part());
            assertEquals(0, failure.time());
            session.weights().forEach((name, values) -> assertArrayEquals(before.get(name), values, name));
        }
    }

    @Test
    void rejectsDataWithoutOneBatch() {
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.fit(windows(BATCH - 1), NONE, new TrainingListener() {}));
        }
    }

    @Test
    void theNextTrainingTakesTheStepThatThisOneCompiled() {
        List<Object> key = CompiledSteps.key(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU);
        try (CompiledSteps steps = new CompiledSteps()) {
            try (TrainingSession first =
                    TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU, steps)) {
                first.fit(windows(2 * BATCH), NONE, new TrainingListener() {});
                assertNull(steps.take(key), "a step in use is nobody else's");
            }
            EngineChoice.Choice left = steps.take(key);
            assertNotNull(left);
            steps.giveBack(key, left);
            try (TrainingSession second =
                            TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU, steps);
                    TrainingSession alone =
                            TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU)) {
                second.fit(windows(2 * BATCH), NONE, new TrainingListener() {});
                alone.fit(windows(2 * BATCH), NONE, new TrainingListener() {});
                alone.weights()
                        .forEach((name, values) ->
                                assertArrayEquals(values, second.weights().get(name), name));
            }
            Solver other = SOLVER.withTolerances(1e-5, 1e-5);
            assertNull(steps.take(CompiledSteps.key(NET, other, settings(1), ExecutionOptions.NATIVE_CPU)));
        }
    }

    @Test
    void shortTrainingIsNotWorthCompiling() {
        assertEquals(Engine.NATIVE, EngineChoice.fastest(NET, SOLVER, settings(1), Device.CPU, windows(4)));
    }

    @Test
    void theChoiceCanBeStopped() {
        AtomicInteger steps = new AtomicInteger();
        Runnable check = () -> {
            if (steps.incrementAndGet() == 2) {
                throw new CancellationException();
            }
        };
        TrainingSettings settings = settings(1);
        Examples train = windows(4);
        assertThrows(
                CancellationException.class,
                () -> EngineChoice.fastest(NET, SOLVER, settings, Device.CPU, train, check));
        assertEquals(2, steps.get());
    }

    @Test
    void longTrainingIsTriedOnBothEngines() {
        // Which one wins is a matter of the machine; that both can be tried is not.
        assertDoesNotThrow(() -> EngineChoice.fastest(NET, SOLVER, settings(1_000_000), Device.CPU, windows(4)));
    }

    @Test
    void memoryStaysFlatOverManySteps() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "needs /proc to see the resident size");
        Map<String, float[]> batch = windows(4).gather(IntStream.range(0, BATCH).toArray());
        try (TrainingSession session = TrainingSession.open(NET, SOLVER, settings(1), ExecutionOptions.NATIVE_CPU)) {
            for (int i = 0; i < 100; i++) {
                session.step(batch);
            }
            System.gc();
            long before = residentKib(status);
            for (int i = 0; i < 500; i++) {
                session.step(batch);
            }
            System.gc();
            long after = residentKib(status);
            assertTrue(after < before * 1.05, before + " KiB before, " + after + " KiB after");
        }
    }

    private static long residentKib(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
