package io.seminode.cli.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.Main;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {
    /** Whatever the command line alone may say, of every command, and what would be read as such. */
    @Test
    void aGridNamesNoCode(@TempDir Path folder) throws IOException {
        List<String> inherited = Main.commandLine().getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2))
                .toList();
        assertTrue(inherited.containsAll(List.of("plugins", "debug", "help")), inherited.toString());
        List<String> sections = new ArrayList<>();
        inherited.forEach(name -> sections.add("norms: default, options: {'" + name + "': /tmp}"));
        sections.add("norms: default, options: {'plugins=/tmp': true}");
        sections.add("norms: default, options: {test-pass: '--plugins=/tmp'}");
        sections.add("norms: default, options: {checkpoint-every: '@words'}");
        sections.add("norms: '--plugins=/tmp'");
        sections.add("norms: '@words'");
        for (String section : sections) {
            Path file = Files.writeString(folder.resolve("grid.yaml"), "{problem: toy-cnf, " + section + "}");
            CommandException refused = assertThrows(CommandException.class, () -> Sweep.of(file, folder), section);
            assertTrue(refused.getMessage().contains("Found "), refused.getMessage());
        }
    }

    private static final Tolerance TOLERANCE = new Tolerance(1e-4, 1e-7);

    @Test
    void runsAreAllCombinationsAndWhatIsComparedComesTogether() {
        Grid grid = new Grid(
                "speech",
                Map.of("preset", "quick"),
                List.of("default", "seminorm@lazy"),
                List.of(new Tolerance(1e-3, 1e-6), TOLERANCE),
                List.of(3L, 4L));
        List<GridRun> runs = grid.runs();
        assertEquals(8, runs.size());
        assertEquals(
                "speech, default, rtol 1e-3, atol 1e-6, seed 3", runs.get(0).describe());
        assertEquals("seminorm@lazy", runs.get(1).norm());
        assertEquals(1e-4, runs.get(2).tolerance().rtol());
        assertEquals(4, runs.get(4).seed());
        assertEquals(8, runs.stream().map(GridRun::folder).distinct().count());
    }

    @Test
    void runIsAWordByWordCommand() {
        GridRun run = run(Map.of("preset", "quick", "tanh", "", "data", "a b"));
        assertEquals(
                "train,mnist-ode,--data,a b,--preset,quick,--tanh,--norm,seminorm,--rtol,1e-4,--atol,1e-7,--seed,0",
                String.join(",", run.arguments()));
    }

    @Test
    void keyDependsOnWhatChangesTheResultAndOnNothingElse() {
        String key = run(Map.of("preset", "quick", "epochs", "1")).key();
        assertEquals(
                key,
                run(Map.of("epochs", "1", "preset", "quick", "data", "/elsewhere"))
                        .key());
        assertNotEquals(key, run(Map.of("preset", "quick", "epochs", "2")).key());
        GridRun other = new GridRun("mnist-ode", Map.of("preset", "quick", "epochs", "1"), "default", TOLERANCE, 0);
        assertNotEquals(key, other.key());
    }

    @Test
    void fieldAmongTheOptionsIsRejected() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run(Map.of("seed", "1")))
                .getMessage()
                .contains("--seed"));
    }

    @Test
    void stateIsWhatLiesInTheFolder(@TempDir Path root) throws IOException {
        GridFolder folder = new GridFolder(root);
        GridRun run = run(Map.of());
        assertEquals(GridFolder.State.MISSING, folder.state(run));
        Files.createDirectories(folder.of(run));
        Files.writeString(folder.of(run).resolve("settings.json"), "{}");
        assertEquals(GridFolder.State.MISSING, folder.state(run));
        Files.writeString(folder.of(run).resolve("checkpoint.safetensors"), "");
        assertEquals(GridFolder.State.BEGUN, folder.state(run));
        Files.writeString(folder.of(run).resolve("results.json"), "{}");
        assertEquals(GridFolder.State.COMPLETE, folder.state(run));
    }

    private static GridRun run(Map<String, String> options) {
        return new GridRun("mnist-ode", options, "seminorm", TOLERANCE, 0);
    }
}
