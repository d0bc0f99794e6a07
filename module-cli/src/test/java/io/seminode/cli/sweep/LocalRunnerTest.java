package io.seminode.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are shell scripts instead of trainings. */
@DisabledOnOs(OS.WINDOWS)
final class LocalRunnerTest {
    @TempDir
    private Path folder;

    private final Map<String, String> ended = new ConcurrentHashMap<>();
    private volatile boolean cancelled;
    private String failing = "";

    private SweepJob job(String script, int processes, int memoryMib, String... names) throws IOException {
        Path file = Files.writeString(folder.resolve("script"), script);
        List<SweepTask> tasks = Stream.of(names)
                .map(n -> new SweepTask(n, n, false, List.of(n)))
                .toList();
        return new Job(tasks, List.of("/bin/sh", file.toString()), processes, memoryMib);
    }

    @Test
    void oneThatFailsStopsNoOther() throws IOException {
        SweepJob job = job(
                "echo hello; if [ $1 = b ]; then echo seminode: it broke; echo later; exit 3; fi; mkdir $2",
                2,
                1,
                "a",
                "b",
                "c/d");
        Files.createDirectory(folder.resolve("c"));
        new LocalRunner().run("local", job);
        assertEquals(Map.of("a", "0 hello", "b", "3 it broke", "c/d", "0 hello"), ended);
        assertTrue(Files.isDirectory(folder.resolve("c/d")));
        assertEquals("hello\nseminode: it broke\nlater\n", Files.readString(folder.resolve("logs/b.log")));
    }

    @Test
    void oneThatCannotBeStartedStopsNoOther() throws IOException {
        Files.createDirectories(folder.resolve("logs/b.log")); // where its output should go
        new LocalRunner().run("local", job("echo hello", 1, 1, "a", "b", "c"));
        assertEquals("0 hello", ended.get("a"));
        assertEquals("0 hello", ended.get("c"));
        assertTrue(ended.get("b").startsWith("1 could not be started (IOException: "), ended.get("b"));
    }

    @Test
    void outputThatIsNoTextStopsNothing() throws IOException {
        new LocalRunner().run("local", job("printf 'd\\377ne\\n'; exit 3", 1, 1, "a", "b"));
        for (String name : List.of("a", "b")) {
            assertTrue(ended.get(name).matches("3 d.ne"), ended.get(name));
        }
    }

    @Test
    void oneWhoseEndFailsKeepsNoOtherFromEnding() throws IOException {
        SweepJob job = job("echo hello", 1, 1, "a", "b", "c");
        failing = "a";
        IllegalStateException failed =
                assertThrows(IllegalStateException.class, () -> new LocalRunner().run("local", job));
        assertTrue(failed.getMessage().contains("no room for a"), failed.getMessage());
        assertEquals(Map.of("b", "0 hello", "c", "0 hello"), ended);
    }

    @Test
    void noMoreRunAtOnceThanAllowed() throws IOException {
        // Each makes a folder that another one may find there still.
        SweepJob job =
                job("mkdir " + folder + "/busy || exit 1; sleep 0.05; rmdir " + folder + "/busy", 1, 1, "a", "b", "c");
        new LocalRunner().run("local", job);
        assertEquals(3, ended.values().stream().filter(e -> e.startsWith("0")).count(), ended.toString());
    }

    @Test
    void memoryAndTasksAreBounds() throws IOException {
        assertEquals(1, LocalRunner.processes(job("", 0, Integer.MAX_VALUE, "a", "b", "c")), "for want of memory");
        assertEquals(1, LocalRunner.processes(job("", 0, 1, "a")), "for want of tasks");
        assertEquals(7, LocalRunner.processes(job("", 7, Integer.MAX_VALUE, "a")), "as asked for");
        assertTrue(LocalRunner.processes(job("", 0, 1, "a", "b", "c"))
                <= Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aContainerBoundsTheMemory() throws IOException {
        long mib = 1024 * 1024;
        Path memory = Files.writeString(
                folder.resolve("meminfo"),
                "MemTotal:       67108864 kB\nMemFree:         1048576 kB\nMemAvailable:   62914560 kB\n");
        assertEquals(61440, LocalRunner.availableMib(memory, 65536 * mib, 1024 * mib), "no container");
        assertEquals(3000, LocalRunner.availableMib(memory, 4096 * mib, 3000 * mib), "a container");
        assertEquals(
                61440, LocalRunner.availableMib(memory, 65000 * mib, 64000 * mib), "a container in a full machine");
        assertEquals(
                Integer.MAX_VALUE,
                LocalRunner.availableMib(folder.resolve("none"), 4096 * mib, 3000 * mib),
                "not Linux");
    }

    @Test
    void cancellingEndsWhatRunsAndBeginsNothing() throws IOException, InterruptedException {
        SweepJob job = job("echo x > " + folder + "/$1.ran; exec sleep 60", 1, 1, "a", "b");
        Thread cancelling = new Thread(() -> {
            while (!Files.exists(folder.resolve("a.ran"))) {
                Thread.onSpinWait();
            }
            cancelled = true;
        });
        cancelling.start();
        new LocalRunner().run("local", job);
        cancelling.join();
        assertEquals(List.of("a"), new ArrayList<>(ended.keySet()));
        assertFalse(Files.exists(folder.resolve("b.ran")));
    }

    private final class Job implements SweepJob {
        private final List<SweepTask> tasks;
        private final List<String> command;
        private final int processes;
        private final int memoryMib;

        Job(List<SweepTask> tasks, List<String> command, int processes, int memoryMib) {
            this.tasks = tasks;
            this.command = command;
            this.processes = processes;
            this.memoryMib = memoryMib;
        }

        @Override
        public List<SweepTask> tasks() {
            return tasks;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public List<String> command() {
            return command;
        }

        @Override
        public List<String> commandElsewhere() {
            return command;
        }

        @Override
        public int processes() {
            return processes;
        }

        @Override
        public int memoryMibPerTask() {
            return memoryMib;
        }

        @Override
        public void begins(SweepTask task) {}

        @Override
        public void ends(SweepTask task, int exitCode, String lastLine) {
            if (task.folder().equals(failing)) {
                throw new IllegalArgumentException("no room for " + failing);
            }
            ended.put(task.folder(), exitCode + " " + lastLine);
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
