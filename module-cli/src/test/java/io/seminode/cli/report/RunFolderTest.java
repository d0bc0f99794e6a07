package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.CommandException;
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
        assertEquals(List.of("x.txt"), names(folder.path()), "no temporary file is left");
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
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> folder.writeJson("missing/x.json", Map.of("a", 1)));
        assertTrue(String.valueOf(e.getMessage()).contains("x.json"), e.getMessage());
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
