package io.seminode.cli.progress;

/** How a training is called in progress output. */
final class Labels {
    private Labels() {}

    static String of(String norm, int repeat, int repeats) {
        return repeats == 1 ? norm : norm + " (repeat " + (repeat + 1) + " of " + repeats + ")";
    }
}
