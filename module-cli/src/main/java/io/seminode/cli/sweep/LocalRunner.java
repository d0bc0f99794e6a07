package io.seminode.cli.sweep;

import com.sun.management.OperatingSystemMXBean;
import io.seminode.cli.process.Children;
import io.seminode.cli.process.ParentWatch;
import io.seminode.cli.report.Environment;
import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.cli.sweep.spi.SweepTask;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs tasks as processes on this machine: at once as many as there are cores and memory for. */
public final class LocalRunner implements SweepRunner {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final int KIB = 1024;
    private static final int FAILED = 1;

    /** For the service loader. */
    public LocalRunner() {}

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String description() {
        return "processes on this machine, as many at once as it has cores and memory for";
    }

    @Override
    public boolean runsOn(String master) {
        return master.equals("local");
    }

    @Override
    public void run(String master, SweepJob job) {
        ExecutorService pool = Executors.newFixedThreadPool(processes(job));
        try {
            List<Future<?>> all = new ArrayList<>();
            job.tasks().forEach(task -> all.add(pool.submit(() -> runOne(task, job))));
            awaitAll(all);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Waits for every one, whatever becomes of the others. */
    private static void awaitAll(List<Future<?>> all) throws InterruptedException {
        @Nullable IllegalStateException failure = null;
        for (Future<?> each : all) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = new IllegalStateException("A task of the sweep could not be run: " + e.getCause());
                }
                failure.addSuppressed(e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** At least one, whatever the memory. */
    static int processes(SweepJob job) {
        if (job.processes() > 0) {
            return job.processes();
        }
        int cores = Runtime.getRuntime().availableProcessors();
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long byMemory = availableMib(MEMORY, machine.getTotalMemorySize(), machine.getFreeMemorySize())
                / job.memoryMibPerTask();
        return (int) Math.max(1, Math.min(Math.min(cores, byMemory), job.tasks().size()));
    }

    /**
     * Memory that can be had without swapping, as Linux estimates it for the machine, and no more than is left of a container's;
     * plenty where nobody says.
     *
     * @param memory Linux's account of the machine, which knows no containers
     * @param total bytes that the virtual machine sees: fewer than the machine has where a container bounds them
     * @param free bytes of these; without a container it leaves out what Linux would give back, and is not heeded
     */
    static long availableMib(Path memory, long total, long free) {
        String available = Environment.procEntry(memory, "MemAvailable");
        String all = Environment.procEntry(memory, "MemTotal");
        if (available == null || all == null) {
            return Integer.MAX_VALUE;
        }
        return total / KIB < kib(all) ? Math.min(kib(available), free / KIB) / KIB : kib(available) / KIB;
    }

    private static long kib(String entry) {
        return Long.parseLong(entry.replaceAll("\\D", ""));
    }

    private static void runOne(SweepTask task, SweepJob job) {
        if (job.isCancelled()) {
            return;
        }
        job.begins(task);
        Path log = job.folder().resolve("logs").resolve(task.folder() + ".log");
        try {
            Files.createDirectories(log.resolveSibling(""));
            List<String> line = new ArrayList<>(job.command());
            line.addAll(task.words(job.folder().resolve(task.folder())));
            Process process = ParentWatch.watched(new ProcessBuilder(line))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int exitCode = Children.await(process, job::isCancelled);
            job.ends(task, exitCode, lastLine(log));
        } catch (IOException e) {
            job.ends(
                    task,
                    FAILED,
                    "could not be started (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String lastLine(Path log) {
        try {
            return Children.lastLine(Children.said(log));
        } catch (IOException e) { // what the task did stands all the same
            return "can't read " + log + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")";
        }
    }
}
