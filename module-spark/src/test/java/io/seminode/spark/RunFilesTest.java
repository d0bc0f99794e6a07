package io.seminode.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    private static final Map<String, byte[]> FILES =
            Map.of("results.json", bytes("{}"), "tensorboard/seminorm/events", bytes("losses"));

    @TempDir
    private Path temporary;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is in the way of itself. */
    private static Map<String, byte[]> unwritable() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("results.json", bytes("new"));
        files.put("tensorboard", bytes("a file"));
        files.put("tensorboard/events", bytes("losses"));
        return files;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void foldersInARunFolderComeAlong() throws IOException {
        Path folder = temporary.resolve("run");
        RunFiles.write(folder, FILES);
        Files.writeString(folder.resolve(".lock"), "a process's own");
        Files.writeString(Files.createDirectory(folder.resolve(".part-1")).resolve("file"), "half of one");
        Map<String, byte[]> read = RunFiles.read(folder);
        assertEquals(Set.of("results.json", "tensorboard/seminorm/events"), read.keySet());
        assertEquals("losses", new String(read.get("tensorboard/seminorm/events"), StandardCharsets.UTF_8));
        assertEquals(Map.of(), RunFiles.read(temporary.resolve("none")));
    }

    @Test
    void whatWasThereIsReplacedAsAWhole() throws IOException {
        Path folder = temporary.resolve("run");
        RunFiles.write(folder, Map.of("checkpoint/weights", bytes("old"), "log.txt", bytes("old")));
        SparkOutcome outcome = new SparkOutcome(0, "done", FILES);
        assertSame(outcome, SparkSweep.kept(folder, outcome));
        assertEquals(FILES.keySet(), RunFiles.read(folder).keySet());
        assertEquals(List.of("run"), names());
    }

    @Test
    void whatCannotBeWrittenLeavesWhatWasThereAndNothingElse() throws IOException {
        Path folder = temporary.resolve("run");
        RunFiles.write(folder, FILES);
        assertThrows(IOException.class, () -> RunFiles.replace(folder, unwritable()));
        assertEquals("{}", Files.readString(folder.resolve("results.json")));
        assertEquals(List.of("run"), names());
    }

    @Test
    void aTrainingWhoseFolderCannotBeWrittenHasFailedAndSaysWhy() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        SparkOutcome kept = SparkSweep.kept(file.resolve("run"), new SparkOutcome(0, "done", FILES));
        assertEquals(1, kept.exitCode());
        assertTrue(kept.lastLine().startsWith("Can't write " + file.resolve("run")), kept.lastLine());
    }
}
