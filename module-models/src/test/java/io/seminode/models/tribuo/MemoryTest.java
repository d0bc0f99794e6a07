package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;

/** Native memory over many models; -Dseminode.rounds says how many. What the process occupied lies in target/memory-*.csv. */
class MemoryTest {
    private static final int ROUNDS = Integer.getInteger("seminode.rounds", 24);
    private static final Path STATUS = Path.of("/proc/self/status");

    /** What happens again and again. */
    private interface Round {
        void run();
    }

    /** MiB that the process occupied after each round. */
    private static List<Long> occupied(String name, int rounds, Round round) throws IOException {
        assumeTrue(Files.exists(STATUS), "no /proc on this system");
        List<Long> occupied = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            round.run();
            occupied.add(resident());
        }
        write(name, "MiB", occupied);
        return occupied;
    }

    private static void write(String name, String what, List<Long> numbers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("round," + what));
        for (int i = 0; i < numbers.size(); i++) {
            lines.add(i + 1 + "," + numbers.get(i));
        }
        Files.write(Path.of("target", "memory-" + name + ".csv"), lines);
    }

    private static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void trainingPredictingAndClosingKeepsNoMemory() throws IOException {
        NeuralOdeTrainer<Label> trainer = TestData.small(1);
        Dataset<Label> rings = TestData.rings(16, 1);
        List<Long> occupied = occupied("closed", ROUNDS, () -> {
            try (NeuralModel<Label> model = trainer.train(rings)) {
                model.predict(rings.getExample(0));
            }
            System.gc();
        });
        // What is kept once and for all is there after a third of the rounds.
        long grown = occupied.get(ROUNDS - 1) - occupied.get(ROUNDS / 3);
        assertTrue(grown < 40, () -> grown + " MiB more: " + occupied);
    }

    /** Collections come as they do in a program that works, when there is garbage: nobody asks for one. */
    @Test
    void forgottenModelsDoNotPileUp() throws IOException {
        Dataset<Label> rings = TestData.rings(16, 1);
        ModelProto stored;
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(rings)) {
            stored = model.serialize();
        }
        List<SharedPredictor> opened = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        occupied("forgotten", 3 * ROUNDS, () -> {
            opened.add(forgotten(stored, rings));
            garbage();
            open.add(opened.stream().filter(predictor -> !predictor.isClosed()).count());
        });
        write("forgotten-open", "models", open);
        long most = open.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertTrue(most < 2.3 * ROUNDS, () -> "open after each round: " + open);
    }

    /** In a method of its own, so that no variable holds the model any more when it has returned. */
    private static SharedPredictor forgotten(ModelProto stored, Dataset<Label> data) {
        NeuralModel<Label> model =
                (NeuralModel<Label>) Model.deserialize(stored).castModel(Label.class);
        model.predict(data.getExample(0));
        assertFalse(model.predictor().isClosed());
        return model.predictor();
    }

    /** 16 MB in small pieces. */
    private static void garbage() {
        for (int i = 0; i < 256; i++) {
            assertTrue(new byte[64 << 10].length > i);
        }
    }
}
