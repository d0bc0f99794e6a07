package io.seminode.models.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal checkpoints are equal files, in whatever order their notes and tensors come, which Java's own maps change at every start. */
class CheckpointOrderTest {
    @TempDir
    private Path folder;

    private byte[] bytes(List<String> names) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            notes.put(name, "note");
            tensors.put(name, new StoredTensor(new long[] {1}, new float[] {1}));
        }
        Path file = folder.resolve("checkpoint.safetensors");
        new Checkpoint(Map.of("model", "a"), "far", List.of(), tensors, notes).write(file);
        return Files.readAllBytes(file);
    }

    @Test
    void ofNotesAndTensors() throws IOException {
        assertArrayEquals(bytes(List.of("a", "b", "c")), bytes(List.of("c", "a", "b")));
    }
}
