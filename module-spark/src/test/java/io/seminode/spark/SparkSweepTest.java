package io.seminode.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps by Spark, of real trainings in real processes: in one process of Spark's, and on a master with two workers. */
class SparkSweepTest {
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final Path SPARK = Path.of(System.getProperty("spark.home"));
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

    private static final String GRID = """
            problem: toy-cnf
            norms: [default, seminorm]
            tolerances: [1e-3]
            seeds: [0, 1]
            options: {examples: 256, batch-size: 128, epochs: 1, engine: native}
            """;

    @TempDir
    private Path temporary;

    private final List<Process> daemons = new ArrayList<>();
    private Path seminode;
    private Path grid;

    @BeforeEach
    void write() throws IOException {
        seminode = script("seminode", "");
        grid = Files.writeString(temporary.resolve("grid.yaml"), GRID);
        Files.copy(
                Path.of(System.getProperty("seminode.spark.jar")),
                Files.createDirectories(temporary.resolve("plugins")).resolve("seminode-spark.jar"));
    }

    @AfterEach
    void end() {
        daemons.forEach(Process::destroyForcibly);
    }

    /** A launcher. */
    private Path script(String name, String before) throws IOException {
        String text =
                "#!/bin/sh\n" + before + "exec '" + JAVA_HOME + "/bin/java' -XX:TieredStopAtLevel=1 --module-path '"
                        + System.getProperty("seminode.app") + "' -m io.seminode.cli/io.seminode.cli.Main \"$@\"\n";
        Path file = Files.writeString(temporary.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path log, List<String> words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", SPARK.toString());
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        return builder.start();
    }

    /** Runs a sweep and gives what it said. */
    private String sweep(int exitCode, String master, Path out, Path launcher)
            throws IOException, InterruptedException {
        Path log = temporary.resolve(out.getFileName() + ".log");
        Process process = start(
                log,
                List.of(
                        seminode.toString(),
                        "sweep",
                        grid.toString(),
                        "--out",
                        out.toString(),
                        "--master",
                        master,
                        "--plugins",
                        temporary.resolve("plugins").toString(),
                        "--seminode",
                        launcher.toString()));
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(log);
        Path spark = out.resolve("logs/spark.log");
        String all = said + (Files.exists(spark) ? Files.readString(spark) : "");
        assertTrue(ended, all);
        assertEquals(exitCode, process.exitValue(), all);
        return said;
    }

    /** The results but for the seconds. */
    private static List<String> results(Path out) throws IOException {
        List<String> lines = Files.readAllLines(out.resolve("results.csv"));
        int seconds = List.of(lines.get(0).split(",", -1)).indexOf("seconds");
        assertTrue(seconds > 0, lines.get(0));
        return lines.stream()
                .map(line -> {
                    List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
                    cells.remove(seconds);
                    return String.join(",", cells);
                })
                .toList();
    }

    private void assertSameModels(Path expected, Path found) throws IOException {
        List<String> rows = results(expected);
        assertEquals(5, rows.size(), "a header and four runs");
        assertEquals(rows, results(found));
        int folder = List.of(rows.get(0).split(",", -1)).indexOf("folder");
        for (String row : rows.subList(1, rows.size())) {
            String model = row.split(",", -1)[folder].replace("\"", "") + "/model.safetensors";
            assertEquals(-1, Files.mismatch(expected.resolve(model), found.resolve(model)), model);
        }
    }

    @Test
    void sparkGivesWhatLocalProcessesGive() throws IOException, InterruptedException {
        Path local = temporary.resolve("local");
        sweep(0, "local", local, seminode);

        Path embedded = temporary.resolve("embedded");
        sweep(0, "local[*]", embedded, seminode);
        assertSameModels(local, embedded);

        Path clustered = temporary.resolve("clustered");
        String master = cluster();
        String said = sweep(0, master, clustered, seminode);
        assertTrue(said.contains("[4/4]"), said);
        assertSameModels(local, clustered);
        String again = sweep(0, master, clustered, seminode);
        assertTrue(again.contains("4 runs, 0 of them to do"), again);
    }

    @Test
    void aMachineThatFailsIsRetriedAndATrainingThatFailsIsNot() throws IOException, InterruptedException {
        Path fallen = temporary.resolve("fallen");
        Path counted = temporary.resolve("counted");
        // The first process of all is killed; the first training with seed 1 fails as trainings do.
        Path shaky = script(
                "shaky",
                "echo x >> '" + counted + "'\n"
                        + "if mkdir '" + fallen + "' 2>/dev/null; then kill -9 $$; fi\n"
                        + "case \"$*\" in *\"--norm default\"*\"--seed 1\"*)"
                        + " echo 'seminode: Training failed in batch 1 of epoch 1.'; exit 1;; esac\n");
        Path out = temporary.resolve("out");
        String said = sweep(1, "local[1,4]", out, shaky);
        assertTrue(said.contains("failed, Training failed in batch 1 of epoch 1."), said);
        assertTrue(said.contains("1 of 4 runs failed"), said);
        assertEquals(4, results(out).size(), "a header and three runs");
        assertEquals(5, Files.readAllLines(counted).size(), "four trainings, one of them twice");
        assertTrue(
                Files.readString(out.resolve("results.md")).contains("seed 1: Training failed"), "named in the report");

        sweep(0, "local[1,4]", out, seminode); // the rest, with a launcher that is sound
        assertEquals(5, results(out).size());
    }

    /** A master and two workers of one core each. */
    private String cluster() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path masterLog = temporary.resolve("master.log");
        daemon(
                masterLog,
                "org.apache.spark.deploy.master.Master",
                "--host",
                LOOPBACK,
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        String url = String.format(Locale.ROOT, "spark://%s:%d", LOOPBACK, port);
        for (int i = 0; i < 2; i++) {
            Path log = temporary.resolve("worker-" + i + ".log");
            daemon(
                    log,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    LOOPBACK,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    temporary.resolve("worker-" + i).toString(),
                    url);
            awaitLine(log, "Successfully registered with master");
        }
        return url;
    }

    private void daemon(Path log, String... words) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(SPARK.resolve("bin/spark-class").toString()));
        line.addAll(List.of(words));
        daemons.add(start(log, line));
    }

    private void awaitLine(Path log, String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !Files.readString(log).contains(text); i++) {
            assertFalse(daemons.stream().anyMatch(p -> !p.isAlive()), Files.readString(log));
            Thread.sleep(100);
        }
        assertTrue(Files.readString(log).contains(text), Files.readString(log));
    }
}
