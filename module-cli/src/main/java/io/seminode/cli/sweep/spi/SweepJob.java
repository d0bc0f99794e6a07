package io.seminode.cli.sweep.spi;

import java.nio.file.Path;
import java.util.List;

/** What a runner is to do, and whom it tells how it goes. May be used by several threads. */
public interface SweepJob {
    /** What is to be run, in this order if not all at once. */
    List<SweepTask> tasks();

    /** The folder of the sweep; a task's run folder lies in it when the task has ended. */
    Path folder();

    /** The words that start Seminode on this machine. */
    List<String> command();

    /** The words that start Seminode on other machines. */
    List<String> commandElsewhere();

    /** How many tasks may run at once on this machine; 0 for as many as it has cores and memory for. */
    int processes();

    /** Memory that one task is taken to need. */
    int memoryMibPerTask();

    /** A task begins. */
    void begins(SweepTask task);

    /**
     * A task ended.
     *
     * @param exitCode of its process; 0 for success
     * @param lastLine of what it said
     */
    void ends(SweepTask task, int exitCode, String lastLine);

    /** Whether the user wants to stop: no further task is begun, those that run are ended so that they can save themselves. */
    boolean isCancelled();
}
