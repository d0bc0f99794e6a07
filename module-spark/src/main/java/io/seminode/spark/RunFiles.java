package io.seminode.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of a run folder and of the folders in it, in memory and on disk, by name: {@code tensorboard/seminorm/events}. */
final class RunFiles {
    private static final String PART = ".part-";
    private static final String OLD = ".old";

    private RunFiles() {}

    /** Reads a folder; one that is not there has no files. What begins with a dot is a process's own. */
    static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    List<String> name = StreamSupport.stream(
                                    folder.relativize(file).spliterator(), false)
                            .map(Path::toString)
                            .toList();
                    if (name.stream().noneMatch(part -> part.startsWith("."))) {
                        files.put(String.join("/", name), Files.readAllBytes(file));
                    }
                }
            }
        }
        return files;
    }

    static void write(Path folder, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, entry.getValue());
        }
    }

    /**
     * Puts a folder in its place by its name alone, so that nobody takes half of one for a whole: what was there goes aside,
     * the new one takes its place, and what was there is deleted. If it fails, what was there is there still, and nothing of the
     * new one. If the process is killed in between, the old or the new one, or both, lie beside the place under names that begin
     * with {@code .part-}.
     */
    static void replace(Path folder, Map<String, byte[]> files) throws IOException {
        Path parent = folder.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, PART);
        Path old = fresh.resolveSibling(fresh.getFileName() + OLD);
        try {
            write(fresh, files);
            exchange(folder, fresh, old);
        } catch (IOException e) {
            try {
                delete(fresh);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        delete(old);
    }

    private static void exchange(Path folder, Path fresh, Path old) throws IOException {
        if (Files.exists(folder)) {
            Files.move(folder, old);
        }
        try {
            Files.move(fresh, folder);
        } catch (IOException e) {
            if (Files.exists(old)) {
                Files.move(old, folder);
            }
            throw e;
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> tree = Files.walk(folder)) {
                all = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.delete(each);
            }
        }
    }
}
