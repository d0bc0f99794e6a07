package io.seminode.models.file;

import io.seminode.data.files.AtomicFiles;
import io.seminode.models.file.StoredFileException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The history of a checkpoint, in a file beside it.
 *
 * <p>What a checkpoint needs is never changed while that checkpoint is there: lines are added behind those that it knows. A
 * history that begins otherwise, of another training, has a file of another name, which has the first line's checksum in it.
 */
final class HistoryFile {
    private static final String NAME = "history.file";
    private static final String BYTES = "history.bytes";
    private static final String CHECKSUM = "history.sha256";
    private static final String MARK = ".history-";
    private static final String ENDING = ".jsonl";
    private static final int DIGITS = 16;

    private HistoryFile() {}

    /**
     * Writes the lines that are not there yet.
     *
     * @param checkpoint the file that they belong to
     * @param metadata is told what the checkpoint has to know
     */
    static void write(Path checkpoint, List<String> history, Map<String, String> metadata) throws IOException {
        if (history.isEmpty()) {
            return;
        }
        byte[] lines = bytes(history);
        String first = TensorFile.sha256(bytes(history.subList(0, 1)));
        String name = prefix(checkpoint) + first.substring(0, DIGITS) + ENDING;
        AtomicFiles.extend(checkpoint.resolveSibling(name), lines);
        metadata.put(NAME, name);
        metadata.put(BYTES, Integer.toString(lines.length));
        metadata.put(CHECKSUM, TensorFile.sha256(lines));
    }

    /** Removes the histories of checkpoints that were there before. */
    static void removeOthers(Path checkpoint, Map<String, String> metadata) throws IOException {
        String prefix = prefix(checkpoint);
        Path folder = checkpoint.resolveSibling(prefix).toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, file -> {
            String name = String.valueOf(file.getFileName());
            return name.startsWith(prefix) && name.endsWith(ENDING) && !name.equals(metadata.get(NAME));
        })) {
            for (Path other : others) {
                Files.deleteIfExists(other);
            }
        }
    }

    /**
     * Reads the lines that a checkpoint needs; none if it names no file, as those of earlier versions.
     *
     * @throws StoredFileException if they are not there as they were written
     */
    static List<String> read(Path checkpoint, Map<String, String> metadata) {
        String name = metadata.get(NAME);
        if (name == null) {
            return List.of();
        }
        if (!name.matches("[^/\\\\:]+" + MARK + "[0-9a-f]+\\" + ENDING)) {
            throw new StoredFileException(
                    Reason.UNFIT, checkpoint + " names \"" + name + "\" as its history, expected a file beside it.");
        }
        Path file = checkpoint.resolveSibling(name);
        try {
            int length = Integer.parseInt(String.valueOf(metadata.get(BYTES)));
            byte[] lines;
            try (InputStream in = Files.newInputStream(file)) {
                lines = in.readNBytes((int) Math.min(length, Files.size(file)));
            }
            if (lines.length < length || !TensorFile.sha256(lines).equals(metadata.get(CHECKSUM))) {
                throw new StoredFileException(
                        Reason.DAMAGED,
                        file + ", the history of " + checkpoint
                                + ", is damaged: its contents and its checksum don't fit. Use a copy of both.");
            }
            return new String(lines, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new StoredFileException(
                    Reason.UNREADABLE,
                    "Can't read " + file + ", the history of " + checkpoint + " ("
                            + e.getClass().getSimpleName() + "); the two belong together.",
                    e);
        }
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String prefix(Path checkpoint) {
        return String.valueOf(checkpoint.getFileName()).replaceFirst("\\.safetensors$", "") + MARK;
    }
}
