package io.seminode.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Small real data, in {@code seminode.shared}. */
final class SharedData {
    private SharedData() {}

    /** The folder of a data set; the test is skipped if there is none. */
    static Path folder(String name) {
        String shared = System.getProperty("seminode.shared", "");
        Path place = Path.of(shared, "data", name);
        assumeTrue(!shared.isEmpty() && Files.isDirectory(place), "no data set " + name + " in seminode.shared");
        return place;
    }
}
