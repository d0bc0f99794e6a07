package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.MainTest.Execution;
import io.seminode.data.catalog.DataSets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    private static final int IMAGES = 200;

    @TempDir
    private Path folder;

    private static Execution data(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "data";
        System.arraycopy(args, 0, all, 1, args.length);
        return MainTest.run(all);
    }

    /** A small set of MNIST's format: noise, twenty images of each class. */
    private void writeTestPart() throws IOException {
        byte[] pixels = new byte[IMAGES * 28 * 28];
        new Random(1).nextBytes(pixels);
        Files.write(
                folder.resolve("t10k-images-idx3-ubyte"),
                ByteBuffer.allocate(16 + pixels.length)
                        .putInt(0x803)
                        .putInt(IMAGES)
                        .putInt(28)
                        .putInt(28)
                        .put(pixels)
                        .array());
        ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x801).putInt(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            labels.put((byte) (i % 10));
        }
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
    }

    @Test
    void listNamesEveryDataSet() {
        String listed = MainTest.run("list", "data").out();
        for (String name : DataSets.load().names()) {
            assertTrue(listed.contains(name), listed);
        }
        assertTrue(listed.contains("speech-commands"), listed);
    }

    @Test
    void infoTellsOriginAndPlace() {
        for (var dataSet : DataSets.load().all()) {
            Execution execution = data("info", dataSet.name(), "--data", folder.toString());
            assertEquals(0, execution.exitCode(), execution.err());
            assertTrue(execution.out().contains(dataSet.licence()), execution.out());
            for (var file : dataSet.files()) {
                assertTrue(execution.out().contains(file.name()), execution.out());
                assertTrue(execution.out().contains(file.checksum().hex()), execution.out());
            }
        }
    }

    @Test
    void verifyReadsWhatIsThere() throws IOException {
        writeTestPart();
        Execution execution = data("verify", "mnist", "--data", folder.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        String out = execution.out();
        assertTrue(out.matches("(?s).*train-images-idx3-ubyte.gz +not here.*"), out);
        assertTrue(out.matches("(?s).*t10k-images-idx3-ubyte.gz +not the official file.*"), out);
        assertTrue(out.matches("(?s).*training +140( +14){10}.*"), out);
        assertTrue(out.contains("not comparable"), out);
    }

    @Test
    void verifyFailsOnDamageAndNamesFileAndPlace() throws IOException {
        writeTestPart();
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        byte[] damaged = Files.readAllBytes(labels);
        damaged[50] = 10;
        Files.write(labels, damaged);
        Execution execution = data("verify", "mnist", "--data", folder.toString());
        assertEquals(1, execution.exitCode());
        assertTrue(execution.err().contains(labels + " at byte 50: label 10 found, expected 0 to 9."), execution.err());
    }

    @Test
    void nothingThereIsAnErrorWithTheRemedy() {
        Path nowhere = folder.resolve("nowhere");
        for (String name : new String[] {"mnist", "cifar-10", "speech-commands"}) {
            Execution execution = data("verify", name, "--data", nowhere.toString());
            assertEquals(1, execution.exitCode());
            assertTrue(execution.err().contains("seminode data fetch " + name), execution.err());
        }
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void simulatedDataNeedsNoFetching() {
        Execution execution = data("fetch", "pendulum", "--data", folder.toString());
        assertEquals(0, execution.exitCode());
        assertTrue(execution.out().contains("simulated"), execution.out());
    }

    @Test
    void wrongUsageIsToldInOneLine() {
        assertTrue(data().err().contains("expected one of fetch, info, verify"));
        assertTrue(data("info", "mnst").err().contains("Unknown data set \"mnst\"; known are cifar-10, fashion-mnist"));
        assertEquals(2, data("info", "mnst").exitCode());
    }
}
