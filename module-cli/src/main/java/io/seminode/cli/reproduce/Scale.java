package io.seminode.cli.reproduce;

import java.util.Locale;

/** How large the trainings of a reproduction are. */
public enum Scale {
    /** For tests: seconds, with nothing learnt. */
    SMOKE(1),
    /** An hour on two cores for everything. */
    QUICK(2),
    /** The paper's own. */
    PAPER(5);

    private final int repeats;

    Scale(int repeats) {
        this.repeats = repeats;
    }

    /** How often each training is repeated unless it is said otherwise. */
    public int repeats() {
        return repeats;
    }

    /** As on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
