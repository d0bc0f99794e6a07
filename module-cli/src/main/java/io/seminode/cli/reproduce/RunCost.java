package io.seminode.cli.reproduce;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a training cost, with loading of data, compiling, validation and test.
 *
 * @param seconds that passed
 * @param processorSeconds of all cores together; what else the machine does hardly changes them
 */
record RunCost(double seconds, double processorSeconds) {
    /** The file in a run folder. */
    static final String FILE = "cost.json";

    /** Of something done in this process. */
    static RunCost of(Runnable work) {
        LongSupplier processor = () -> ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
        long begin = System.nanoTime();
        long used = processor.getAsLong();
        work.run();
        return new RunCost((System.nanoTime() - begin) / 1e9, (processor.getAsLong() - used) / 1e9);
    }
}
