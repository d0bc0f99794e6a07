package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.seminode.cli.compare.RunResult;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.plugin.JarMaker;
import io.seminode.cli.plugin.Plugins;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.sweep.GridProbe;
import io.seminode.cli.train.LocationRow;
import io.seminode.cli.train.TrainResult;
import io.seminode.data.DataException;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.file.StoredTensor;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.TrainingOptions;
import io.seminode.models.tribuo.TrainingOptions.EngineSetting;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Every kind of file that is read but those of data sets, which have a test beside their readers, damaged at random with a fixed seed: cut, bits and bytes changed, taken out, doubled,
 * lengthened, numbers made large. Each ends in an error of ours that names the file, or in a result; where the format has a
 * checksum the result is the right one. Never in another exception, a hang or the end of memory.
 *
 * <p>{@code -Dseminode.damaged=200} tries more of each kind, {@code -Dseminode.damaged.seed=N} others.
 */
class DamagedFilesTest {
    private static final int EACH = Integer.getInteger("seminode.damaged", 25);
    private static final long SEED = Long.getLong("seminode.damaged.seed", 20_240_229L);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, int[]> counts = new TreeMap<>();

    @TempDir
    private Path folder;

    /** Reads a file; what it returns is compared, if the format can tell damage. */
    private interface Reader {
        Object read(Path file) throws Exception;
    }

    /** The ways in which files come to be damaged, and a text's numbers and marks. */
    private static byte[] damaged(byte[] sound, Random random) {
        int at = random.nextInt(sound.length);
        int length = Math.min(1 + random.nextInt(64), sound.length - at);
        byte[] copy = sound.clone();
        switch (random.nextInt(9)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = at; i < at + Math.min(length, 8); i++) {
                    copy[i] = (byte) random.nextInt(256);
                }
            }
            case 2 -> Arrays.fill(copy, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
            case 3 -> copy = Arrays.copyOf(sound, at);
            case 4 -> copy = joined(sound, at, new byte[0], at + length);
            case 5 -> copy = joined(sound, at + length, new byte[0], at);
            case 6 -> copy = Arrays.copyOf(sound, sound.length + length);
            case 7 -> copy = joined(sound, at, "99999999".getBytes(StandardCharsets.US_ASCII), at);
            default -> {
                String[] marks = {"\"", "{", "[", "}", "]", ":", ",", "\n", "null", "-", "1e999", "NaN", "\0", "\u00e9"
                };
                copy = joined(sound, at, marks[random.nextInt(marks.length)].getBytes(StandardCharsets.UTF_8), at);
            }
        }
        return copy;
    }

    private static byte[] joined(byte[] bytes, int before, byte[] between, int after) {
        return ByteBuffer.allocate(before + between.length + bytes.length - after)
                .put(bytes, 0, before)
                .put(between)
                .put(bytes, after, bytes.length - after)
                .array();
    }

    /**
     * Damages a file again and again.
     *
     * @param hasChecksum whether what is read must be what was written
     */
    private void damage(String kind, Path file, boolean hasChecksum, Reader reader) throws Exception {
        byte[] sound = Files.readAllBytes(file);
        Object expected = reader.read(file);
        Random random = new Random(SEED + kind.hashCode());
        int[] count = counts.computeIfAbsent(kind, k -> new int[2]);
        for (int i = 0; i < EACH; i++) {
            byte[] bytes = damaged(sound, random);
            Files.write(file, bytes);
            String what = kind + " " + i + " of " + bytes.length + " bytes";
            try {
                Object found = assertTimeoutPreemptively(PATIENCE, () -> reader.read(file), what);
                assertTrue(!hasChecksum || expected.equals(found), () -> what + ": another result");
                count[1]++;
            } catch (DataException | StoredFileException | CommandException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.contains(String.valueOf(file.getFileName())), what + ": " + message);
                assertTrue(message.length() < 4000, what + ": a message of " + message.length() + " letters");
                count[0]++;
            } catch (Exception | OutOfMemoryError | StackOverflowError e) {
                Files.write(Path.of(System.getProperty("java.io.tmpdir"), "damaged-" + file.getFileName()), bytes);
                fail(what, e);
            }
        }
        Files.write(file, sound);
        assertEquals(expected, reader.read(file), kind);
    }

    @AfterEach
    void report() {
        int tried = counts.values().stream().mapToInt(c -> c[0] + c[1]).sum();
        StringBuilder text = new StringBuilder("damaged files: " + tried + " tried\n");
        counts.forEach((kind, count) -> text.append(kind)
                .append(": ")
                .append(count[0])
                .append(" refused by name, ")
                .append(count[1])
                .append(" read\n"));
        org.slf4j.LoggerFactory.getLogger(DamagedFilesTest.class).info("{}", text);
        if (EACH > 100 && tried > 0) {
            try {
                String first = counts.keySet().iterator().next().replaceAll("\\W+", "-");
                Files.writeString(Path.of("target", "damaged-files-" + first + ".txt"), text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void modelsAndCheckpoints() throws Exception {
        SymplecticOdeNet net = new SymplecticOdeNet(3, 3, 3, new double[] {0, 0.1});
        Path model = folder.resolve("model.safetensors");
        new ModelFile(net, Solver.create(), DataSettings.of("pendulum"), net.initialParameters(1)).write(model);
        damage("safetensors model", model, true, file -> hash(ModelFile.read(file)));
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        new Checkpoint(
                        Map.of("model", "a"),
                        "far",
                        List.of("{\"epoch\":1}", "{\"epoch\":2}"),
                        Map.of("w", new StoredTensor(new long[] {2, 2}, new float[] {1, 2, 3, 4})),
                        Map.of())
                .write(checkpoint);
        damage("safetensors checkpoint", checkpoint, true, file -> hash(Checkpoint.read(file)));
        Path history;
        try (var files = Files.list(folder)) {
            history = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        damage("checkpoint's history", history, true, file -> hash(Checkpoint.read(checkpoint)));
    }

    private static String hash(ModelFile file) {
        StringBuilder text =
                new StringBuilder(file.model().settings() + " " + SettingsJson.write(file.solver()) + file.data());
        new TreeMap<>(file.weights())
                .forEach((name, values) -> text.append(name).append(Arrays.toString(values)));
        return text.toString();
    }

    private static String hash(Checkpoint file) {
        StringBuilder text = new StringBuilder(file.settings() + file.progress() + file.history());
        file.tensors()
                .forEach((name, t) ->
                        text.append(name).append(Arrays.toString(t.shape())).append(Arrays.toString(t.values())));
        return text.toString();
    }

    @Test
    void tribuoModels() throws Exception {
        Path model = folder.resolve("model.tribuo");
        Path data = folder.resolve("train.csv");
        Files.writeString(data, "a,b,sum\n1,2,3\n2,5,7\n-1,4,3\n0,1,1\n3,3,6\n2,2,4\n1,1,2\n5,0,5\n");
        try (NeuralModel<Regressor> trained = new NeuralOdeTrainer<Regressor>()
                .withNetwork(4, 0, 4, 1)
                .withTraining(new TrainingOptions()
                        .withEpochs(1)
                        .withBatchSize(4)
                        .withExecution(EngineSetting.NATIVE, Device.CPU))
                .train(new MutableDataset<>(CsvSeriesSource.wide(data, new RegressionFactory(), List.of("sum"))))) {
            trained.serializeToFile(model);
        }
        damage("model.tribuo", model, false, file -> {
            Model<?> read = StoredModel.tribuo(file);
            if (read instanceof AutoCloseable closeable) {
                closeable.close();
            }
            return read.getName();
        });
    }

    @Test
    void runFolders() throws Exception {
        Path run = folder.resolve("run");
        RunFolder made = RunFolder.create(run);
        Path about = run.resolve("run.json");
        damage("run.json", about, false, file -> RunFolder.existing(run).layout());
        made.writeJson(
                "results.json",
                new TrainResult(
                        "toy",
                        10,
                        2,
                        new RunResult("seminorm", 1e-4, 1e-4, 0, 0, 0.5, Map.of("accuracy", 0.9), 10, 20, 3, 1, 1.5)));
        damage(
                "results.json",
                run.resolve("results.json"),
                false,
                file -> made.readJson("results.json", TrainResult.class)
                        .problem()
                        .length());
        Files.writeString(
                run.resolve("test-locations.csv"), "from,to,evaluations,rejected_steps\n0.0,0.5,12,1\n0.5,1.0,30,0\n");
        damage(
                "test-locations.csv",
                run.resolve("test-locations.csv"),
                false,
                file -> made.readCsv("test-locations.csv", LocationRow::read).size());
        Files.writeString(
                run.resolve("settings.json"), "{\"problem\":\"toy-cnf\",\"epochs\":3,\"norm\":\"seminorm\"}\n");
        damage(
                "settings.json",
                run.resolve("settings.json"),
                false,
                file -> made.readJson("settings.json").size());
    }

    @Test
    void pluginJars() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path jar = new JarMaker(folder, plugins)
                .plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""), classes -> {});
        damage("plugin jar", jar, false, file -> load(plugins));
        Path modular = new JarMaker(folder, plugins)
                .modular("modular", "b.mod", "", "b.Mod", JarMaker.norm("b", "Mod", "modular-one", ""));
        Files.delete(jar);
        damage("plugin jar, modular", modular, false, file -> load(plugins));
    }

    private Object load(Path plugins) {
        try (Plugins loaded = Plugins.load(List.of(plugins), getClass().getClassLoader())) {
            if (!loaded.rejected().isEmpty()) {
                throw CommandException.failed(loaded.rejected().toString());
            }
            return loaded.any();
        }
    }

    /** Names of classes that are 200 MB: the jar is left out before they are read. */
    @Test
    void aServicesFileWithoutEndIsLeftOut() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path jar = plugins.resolve("huge.jar");
        byte[] line = ("a.b.C" + "c".repeat(200) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (java.util.zip.ZipOutputStream zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"));
            for (int i = 0; i < 200_000_000 / line.length; i++) {
                zip.write(line);
            }
            zip.closeEntry();
        }
        try (Plugins loaded = Plugins.load(List.of(plugins), getClass().getClassLoader())) {
            assertEquals(1, loaded.rejected().size());
            assertTrue(loaded.rejected().get(0).toString().contains("huge.jar"));
        }
    }

    @Test
    void grids() throws Exception {
        Path grid = folder.resolve("grid.yaml");
        Files.writeString(grid, """
                - problem: pendulum
                  norms: [default, seminorm]
                  tolerances: [1e-3, {rtol: 1e-4, atol: 1e-6}]
                  seeds: [0, 1]
                  options: {preset: quick, epochs: 3, engine: native}
                - problem: toy-cnf
                  norms: seminorm
                """);
        damage("YAML grid", grid, false, file -> GridProbe.read(file));
    }
}
