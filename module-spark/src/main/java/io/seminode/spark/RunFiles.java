package io.seminode.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a run folder, which has no folders in it, in memory and on disk. */
final class RunFiles {
    private RunFiles() {}

    /** Reads a folder; one that is not there has no files. What begins with a dot is a process's own. */
    static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path file : entries.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    if (!name.startsWith(".")) {
                        files.put(name, Files.readAllBytes(file));
                    }
                }
            }
        }
        return files;
    }

    static void write(Path folder, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Puts a folder in its place at once, so that nobody takes half of one for a whole. */
    static void replace(Path folder, Map<String, byte[]> files) throws IOException {
        Path parent = folder.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, ".part-");
        write(fresh, files);
        delete(folder);
        Files.move(fresh, folder);
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
