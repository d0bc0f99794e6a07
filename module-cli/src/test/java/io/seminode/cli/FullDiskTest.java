package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.cli.report.Checkpoints;
import io.seminode.models.file.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run folder on a small disk that becomes full in the middle of training. Wants the right to mount one. */
final class FullDiskTest {
    private static final List<String> TRAINING = List.of(
            "train",
            "toy-cnf",
            "--examples=512",
            "--batch-size=128",
            "--epochs=12",
            "--engine=native",
            "--checkpoint-every=0");

    @TempDir
    private Path temporary;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(temporary.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0,
                "no right to mount a small disk here");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    private static int run(String... words) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }

    private static MainTest.Execution train(Path out) {
        List<String> words = new ArrayList<>(TRAINING);
        words.add("--out=" + out);
        return MainTest.run(words.toArray(String[]::new));
    }

    @Test
    void nothingIsLost() throws IOException, InterruptedException {
        Path whole = temporary.resolve("whole");
        MainTest.Execution uninterrupted = train(whole);
        assertEquals(0, uninterrupted.exitCode(), uninterrupted.err());

        Path run = disk.resolve("run");
        Path checkpoint = run.resolve(Checkpoints.FILE);
        Path filler = disk.resolve("filler");
        Thread filling = new Thread(() -> fillOnceThereIs(checkpoint, filler));
        filling.start();
        MainTest.Execution full = train(run);
        filling.join();
        assertEquals(1, full.exitCode(), full.err());
        assertTrue(full.err().contains("Can't write " + run), full.err());
        assertTrue(full.err().contains("No space left on device"), full.err());
        assertTrue(full.err().contains("make room"), full.err());
        assertTrue(full.err().contains("--resume " + run), full.err());
        assertFalse(Checkpoint.read(checkpoint).tensors().isEmpty(), "the last good one is whole");
        try (Stream<Path> files = Files.list(run)) {
            assertFalse(files.anyMatch(f -> f.toString().contains(".part-")), "nothing half written is left");
        }

        MainTest.Execution stillFull = MainTest.run("train", "toy-cnf", "--resume", run.toString());
        assertEquals(1, stillFull.exitCode());
        assertTrue(stillFull.err().contains("No space left on device"), stillFull.err());

        Files.delete(filler);
        MainTest.Execution resumed = MainTest.run("train", "toy-cnf", "--resume", run.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("model.safetensors")),
                Files.readAllBytes(run.resolve("model.safetensors")));
    }

    private static void fillOnceThereIs(Path file, Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (!Files.exists(file)) {
                Thread.sleep(1);
            }
            byte[] block = new byte[1024];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // As it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
