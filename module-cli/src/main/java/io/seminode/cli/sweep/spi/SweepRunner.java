package io.seminode.cli.sweep.spi;

import io.seminode.solver.spi.Named;

/**
 * Runs the tasks of a sweep somewhere. Found by {@code ServiceLoader}; {@code --master URL} chooses the one that says it runs
 * there.
 */
public interface SweepRunner extends Named {
    /** Whether it runs tasks at such a place, as {@code spark://host:7077}. */
    boolean runsOn(String master);

    /**
     * Runs all tasks, or stops when the job is cancelled. The failure of one task must not keep others from running.
     *
     * @throws RuntimeException if it can't run tasks at all; the message says what to do
     */
    void run(String master, SweepJob job);
}
