package io.seminode.cli.sweep;

import io.seminode.cli.process.Children;
import io.seminode.cli.report.Environment;
import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.cli.sweep.spi.SweepTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks as processes on this machine: at once as many as there are cores and memory for. */
public final class LocalRunner implements SweepRunner {
    private static final Path MEMORY = Path.of("/proc/meminfo");

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
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("A task of the sweep could not be run: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** At least one, whatever the memory. */
    static int processes(SweepJob job) {
        if (job.processes() > 0) {
            return job.processes();
        }
        int cores = Runtime.getRuntime().availableProcessors();
        long byMemory = availableMib() / job.memoryMibPerTask();
        return (int) Math.max(1, Math.min(Math.min(cores, byMemory), job.tasks().size()));
    }

    /** Without swapping, as Linux estimates it; plenty where nobody says. */
    private static long availableMib() {
        String available = Environment.procEntry(MEMORY, "MemAvailable");
        return available == null ? Integer.MAX_VALUE : Long.parseLong(available.replaceAll("\\D", "")) / 1024;
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
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int exitCode = Children.await(process, job::isCancelled);
            job.ends(task, exitCode, Children.lastLine(Files.readString(log)));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't run " + task.title() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
