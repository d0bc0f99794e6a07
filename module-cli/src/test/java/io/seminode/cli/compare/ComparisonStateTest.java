package io.seminode.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.train.EpochMetrics;
import io.seminode.solver.SolveStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a comparison saves: nothing is written twice, and it comes back. */
class ComparisonStateTest {
    private static final int EPOCHS = 6;

    @TempDir
    private Path folder;

    private static List<EpochMetrics> epochs(int count, double loss) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            epochs.add(new EpochMetrics(
                    i,
                    10,
                    loss / i,
                    Map.of("accuracy", 0.1 * i),
                    Double.NaN,
                    Map.of(),
                    SolveStatistics.ZERO,
                    SolveStatistics.ZERO,
                    0,
                    1.0 / 3));
        }
        return epochs;
    }

    private static ComparisonState.Done done(int number) {
        RunResult result = new RunResult("norm " + number, 1e-4, 1e-5, 0, 3, 0.5, Map.of("a", 1.0), 10, 20, 3, 1, 1.5);
        return new ComparisonState.Done(result, epochs(EPOCHS, number + 1), 17);
    }

    private static Checkpoint training(List<EpochMetrics> epochs) {
        List<String> lines = epochs.stream().map(SettingsJson::write).toList();
        return new Checkpoint(Map.of("model", "a"), "far", lines, Map.of(), Map.of());
    }

    @Test
    void whatIsDoneIsOnlyAddedToAndComesBack() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        List<ComparisonState.Done> done = new ArrayList<>();
        List<String> before = List.of();
        List<Long> sizes = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            for (int epoch = 0; epoch <= EPOCHS + 1; epoch++) {
                boolean isOver = epoch > EPOCHS;
                if (isOver) {
                    done.add(done(number));
                }
                List<EpochMetrics> own = epochs(Math.min(epoch, EPOCHS), number + 1);
                ComparisonState state = new ComparisonState(number, done, Map.of());
                state.in(training(own)).write(file);
                sizes.add(Files.size(file));
                Checkpoint read = Checkpoint.read(file);
                assertEquals(state, ComparisonState.of(read));
                assertEquals(
                        isOver ? List.of() : training(own).history(),
                        ComparisonState.training(read).history());
                assertEquals(before, read.history().subList(0, before.size()), "only added to");
                before = read.history();
            }
        }
        long smallest = sizes.stream().mapToLong(Long::longValue).min().orElseThrow();
        long largest = sizes.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertTrue(largest - smallest < 300, sizes::toString);
    }

    @Test
    void aComparisonOfAnEarlierVersionIsRead() {
        ComparisonState state = new ComparisonState(1, List.of(done(0)), Map.of());
        Checkpoint earlier = training(epochs(2, 9)).withNotes(Map.of("comparison", SettingsJson.write(state)));
        assertEquals(state, ComparisonState.of(earlier));
        assertEquals(2, ComparisonState.training(earlier).history().size());
    }

    @Test
    void aSingleTrainingIsNone() {
        assertThrows(StoredFileException.class, () -> ComparisonState.of(training(List.of())));
    }
}
