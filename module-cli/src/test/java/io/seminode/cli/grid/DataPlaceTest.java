package io.seminode.cli.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.seminode.cli.report.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataPlaceTest {
    private static final List<String> WORDS = List.of("train", "mnist-cnf", "--data", "/old", "--seed", "1");

    @Test
    void placeOfTheGridTakesThatOfTheCommand() {
        List<String> moved = List.of("train", "mnist-cnf", "--data", "/new", "--seed", "1");
        assertEquals(moved, DataPlace.withPlace(WORDS, "/new"));
        assertEquals(moved, DataPlace.withPlace(List.of("train", "mnist-cnf", "--data=/old", "--seed", "1"), "/new"));
        List<String> without = List.of("train", "mnist-cnf", "--seed", "1");
        assertEquals(without, DataPlace.withPlace(WORDS, null));
        assertEquals(
                List.of("train", "mnist-cnf", "--seed", "1", "--data", "/new"), DataPlace.withPlace(without, "/new"));
    }

    @Test
    void environmentOfABegunRunKeepsAllElse(@TempDir Path temporary) {
        RunFolder folder = RunFolder.create(temporary);
        folder.writeJson("environment.json", Map.of("commandLine", WORDS, "engine", "native"));
        GridRun run = new GridRun("mnist-cnf", Map.of("data", "/new"), "default", new Tolerance(1e-3, 1e-3), 1);
        folder.writeJson("settings.json", Map.of());
        DataPlace.heed(run, temporary);
        assertEquals(
                "/new",
                folder.readJson("environment.json").path("commandLine").path(3).asText());
        assertEquals(
                "native", folder.readJson("environment.json").path("engine").asText());
        assertFalse(folder.readJson("environment.json").toString().contains("/old"));
    }
}
