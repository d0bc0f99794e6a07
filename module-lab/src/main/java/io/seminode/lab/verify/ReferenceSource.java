package io.seminode.lab.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where reference files come from: a folder, a file, or this module's own resources. */
final class ReferenceSource {
    /** A few files of the reference, some of them with fewer runs, so that they stay small. */
    private static final List<String> SHIPPED = List.of(
            "tableaus.json",
            "norms.json",
            "solve_harmonic.json",
            "adjoint_mlp_timedep.json",
            "acrobot.json",
            "mfcc.json",
            "symoden_tiny.json");

    /** A file that can be read. */
    interface Entry {
        String name();

        byte[] read() throws IOException;

        /** Where it lies; null if it is shipped. */
        default @Nullable Path folder() {
            return null;
        }
    }

    private ReferenceSource() {}

    /** The files, in the order of their names. */
    static List<Entry> of(@Nullable Path path) throws IOException {
        if (path == null) {
            return shipped();
        }
        if (Files.isRegularFile(path)) {
            return List.of(entry(path));
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(ReferenceSource::entry)
                    .toList();
        }
    }

    private static List<Entry> shipped() {
        List<Entry> entries = new ArrayList<>();
        for (String name : SHIPPED) {
            entries.add(new Entry() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public byte[] read() throws IOException {
                    try (InputStream stream = ReferenceSource.class.getResourceAsStream(name)) {
                        if (stream == null) {
                            throw new UncheckedIOException(new IOException("No resource " + name));
                        }
                        return stream.readAllBytes();
                    }
                }
            });
        }
        return entries;
    }

    private static Entry entry(Path file) {
        return new Entry() {
            @Override
            public String name() {
                return String.valueOf(file.getFileName());
            }

            @Override
            public byte[] read() throws IOException {
                return Files.readAllBytes(file);
            }

            @Override
            public @Nullable Path folder() {
                return file.toAbsolutePath().getParent();
            }
        };
    }
}
