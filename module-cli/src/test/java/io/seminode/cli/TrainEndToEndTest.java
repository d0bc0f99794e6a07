package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.report.FolderLock;
import io.seminode.models.file.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pendulum on its smallest schedule: trained whole, and from a checkpoint on. */
final class TrainEndToEndTest {
    private static MainTest.Execution train(Path out, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("train", "pendulum", "--epochs", "2"));
        arguments.addAll(List.of("--max-batches", "1", "--batch-size", "128", "--engine", "native"));
        arguments.addAll(List.of("--out", out.toString()));
        arguments.addAll(List.of(more));
        return MainTest.run(arguments.toArray(String[]::new));
    }

    @Test
    void aRunIsContinuedToTheSameModel(@TempDir Path folder) throws IOException {
        Path whole = folder.resolve("whole");
        MainTest.Execution execution = train(whole, "--checkpoint-every", "0");
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.out().contains("509,108"), execution.out());
        ModelFile model = ModelFile.read(whole.resolve("model.safetensors"));
        assertEquals("seminorm", model.solver().norms().adjoint().name());
        JsonNode results =
                new ObjectMapper().readTree(whole.resolve("results.json").toFile());
        assertEquals(2, results.get("epochs").asInt());

        // As after a kill: a folder with settings and no checkpoint yet.
        Path killed = Files.createDirectory(folder.resolve("killed"));
        for (String name : List.of("settings.json", "environment.json")) {
            Files.copy(whole.resolve(name), killed.resolve(name));
        }
        try (FolderLock other = FolderLock.acquire(killed)) {
            other.requireHeld();
            MainTest.Execution refused = MainTest.run("train", "pendulum", "--resume", killed.toString());
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("another process works in"), refused.err());
        }
        MainTest.Execution resumed = MainTest.run("train", "pendulum", "--resume", killed.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("model.safetensors")),
                Files.readAllBytes(killed.resolve("model.safetensors")));

        // A damaged checkpoint is an error, not a fresh start.
        byte[] damaged = Files.readAllBytes(whole.resolve("checkpoint.safetensors"));
        damaged[damaged.length - 3] ^= 1;
        Files.write(whole.resolve("checkpoint.safetensors"), damaged);
        MainTest.Execution refused = MainTest.run("train", "pendulum", "--resume", whole.toString());
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("is damaged"), refused.err());
    }
}
