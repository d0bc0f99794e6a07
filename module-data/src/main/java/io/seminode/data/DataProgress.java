package io.seminode.data;

/** Is told how far a long piece of work is. What it throws ends the work, which then leaves nothing half done behind. */
@FunctionalInterface
public interface DataProgress {
    /** Tells nobody. */
    DataProgress NONE = (what, done, total) -> {};

    /** The total of work whose length is not known. */
    long UNKNOWN = -1;

    /**
     * Some more is done.
     *
     * @param what is being done: "Reading FILE"
     * @param done bytes, or pieces
     * @param total when it will be finished, or {@link #UNKNOWN}
     */
    void update(String what, long done, long total);
}
