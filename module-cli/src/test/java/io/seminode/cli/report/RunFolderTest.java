package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void aNewFolderIsMadeWithItsParents() {
        RunFolder folder = RunFolder.create(temporary.resolve("a/b"));
        folder.writeText("x.txt", "first");
        folder.writeText("x.txt", "second");
        assertEquals(List.of("run.json", "x.txt"), names(folder.path()), "no temporary file is left");
    }

    @Test
    void anEmptyFolderIsAccepted() {
        assertEquals(temporary, RunFolder.create(temporary).path());
    }

    @Test
    void aFileOrAFullFolderIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        CommandException onFile = assertThrows(CommandException.class, () -> RunFolder.create(file));
        CommandException onFolder = assertThrows(CommandException.class, () -> RunFolder.create(temporary));
        assertEquals(2, onFile.exitCode());
        assertEquals(2, onFolder.exitCode());
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        RunFolder folder = RunFolder.create(temporary);
        CommandException e =
                assertThrows(CommandException.class, () -> folder.writeJson("missing/x.json", Map.of("a", 1)));
        assertEquals(1, e.exitCode());
        assertTrue(e.getMessage().contains("x.json"), e.getMessage());
        assertTrue(e.getMessage().contains("--resume " + temporary), e.getMessage());
    }

    @Test
    void whatAKilledProcessLeftBeforeItBeganIsNoRun() throws IOException {
        Files.writeString(temporary.resolve(".lock"), "");
        Files.writeString(temporary.resolve(".part-1-1-settings.json"), "{");
        RunFolder.create(temporary).writeJson("environment.json", Map.of());
        RunFolder again = RunFolder.create(temporary);
        CommandException none = assertThrows(CommandException.class, () -> RunFolder.open(temporary));
        assertTrue(none.getMessage().contains("Found no run"), none.getMessage());
        try (FolderLock lock = again.lock()) {
            lock.requireHeld();
            assertEquals(List.of(".lock", "environment.json", "run.json"), names(temporary));
            assertThrows(CommandException.class, again::lock);
        }
    }

    @Test
    void layoutsAreNumbered() throws IOException {
        Files.writeString(temporary.resolve("settings.json"), "{}");
        assertEquals(0, RunFolder.open(temporary).layout(), "of the time before numbers");
        Files.writeString(temporary.resolve("run.json"), "{\"layout\": 1}");
        assertEquals(1, RunFolder.open(temporary).layout());
        for (String later : List.of("{\"layout\": 2}", "{\"layout\": \"x\"}", "{}")) {
            Files.writeString(temporary.resolve("run.json"), later);
            CommandException refused = assertThrows(CommandException.class, () -> RunFolder.open(temporary));
            assertTrue(refused.getMessage().contains("expected at most 1; use the version"), refused.getMessage());
        }
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        Files.writeString(temporary.resolve("settings.json"), "{}");
        Files.writeString(temporary.resolve("run.json"), "");
        CommandException refused = assertThrows(CommandException.class, () -> RunFolder.open(temporary));
        assertTrue(refused.getMessage().contains("run.json is empty, expected"), refused.getMessage());
        Files.writeString(temporary.resolve("run.json"), "{\"layout\": 1}");
        Files.writeString(temporary.resolve("results.json"), "");
        CommandException ofRecord = assertThrows(
                CommandException.class, () -> RunFolder.open(temporary).readJson("results.json", String.class));
        assertTrue(ofRecord.getMessage().contains("results.json is empty"), ofRecord.getMessage());
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
