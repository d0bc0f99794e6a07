package io.seminode.cli.sweep;

import java.nio.file.Path;

/** Reads a grid, for tests of other packages. */
public final class GridProbe {
    private GridProbe() {}

    /** How many grids are in a file. */
    public static int read(Path file) {
        return GridFile.read(file).size();
    }
}
