package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.grid.FailedTrainingException;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.Tolerance;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GridTrainingTest {
    private static GridRun run(Path data) {
        Map<String, String> options = Map.of(
                "data",
                data.toString(),
                "limit",
                "128",
                "batch-size",
                "32",
                "epochs",
                "1",
                "max-batches",
                "1",
                "engine",
                "native");
        return new GridRun("mnist-ode", options, "seminorm", new Tolerance(1e-2, 1e-2), 0);
    }

    @Test
    void begunRunGoesOnWithTheDataWhereTheGridSaysThatTheyLie(@TempDir Path temporary) throws IOException {
        Path shared = SharedData.folder("mnist");
        Path before = Files.createDirectory(temporary.resolve("before"));
        Path after = temporary.resolve("after");
        try (Stream<Path> files = Files.list(shared)) {
            for (Path file : files.toList()) {
                Files.copy(file, before.resolve(file.getFileName().toString()));
            }
        }
        Path folder = temporary.resolve("run");
        Path results = folder.resolve("results.json");
        try (GridTraining training =
                new GridTraining(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), "")) {
            training.train(run(before), folder);
            Files.delete(results); // as if it was stopped before
            Files.move(before, after);
            FailedTrainingException lost =
                    assertThrows(FailedTrainingException.class, () -> training.train(run(before), folder));
            assertTrue(lost.getMessage().contains(before.toString()), lost.getMessage());
            training.train(run(after), folder);
        }
        assertTrue(Files.isRegularFile(results));
        for (String name : List.of("environment.json", "settings.json")) {
            String text = Files.readString(folder.resolve(name));
            assertTrue(text.contains(after.toString()), text);
            assertEquals(-1, text.indexOf(before.toString()), text);
        }
    }
}
