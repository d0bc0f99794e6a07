package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing on its smallest schedule: simulates, trains the full network with each norm, writes everything. */
final class CompareEndToEndTest {
    @Test
    void comparePendulum(@TempDir Path temporary) throws IOException {
        Path out = temporary.resolve("run");
        MainTest.Execution execution = MainTest.run(
                "compare",
                "pendulum",
                "--epochs",
                "1",
                "--max-batches",
                "1",
                "--engine",
                "native",
                "--out",
                out.toString());
        assertEquals(0, execution.exitCode(), execution.err());

        List<String> table = execution
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("-----"))
                .toList();
        assertTrue(table.get(1).startsWith("default "), execution.out());
        assertTrue(table.get(2).matches("seminorm .*\\d %"), execution.out());
        assertTrue(table.get(3).matches("seminorm-published .*\\d %"), execution.out());
        assertTrue(table.get(4).matches("seminorm@lazy .*\\d %"), execution.out());
        assertTrue(execution.err().contains("seminorm: epoch 1 of 1, loss"), execution.err());
        assertTrue(Files.exists(out.resolve("histogram-rejected-steps.svg")), "plots are drawn");

        ObjectMapper json = new ObjectMapper();
        assertEquals(
                "native",
                json.readTree(out.resolve("environment.json").toFile())
                        .get("engine")
                        .asText());
        JsonNode results = json.readTree(out.resolve("results.json").toFile());
        assertEquals(509_108, results.get("parameters").asInt());
        JsonNode norms = results.get("norms");
        double first = norms.get(0).get("testLoss").get("mean").asDouble();
        assertEquals(first, norms.get(1).get("testLoss").get("mean").asDouble(), 0.1 * first, "same start");
        long located = Files.readAllLines(out.resolve("locations.csv")).stream()
                .filter(line -> line.startsWith("seminorm,"))
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[3]))
                .sum();
        JsonNode seminorm = norms.get(1).get("runs").get(0);
        long steps = seminorm.get("backwardAccepted").asLong()
                + seminorm.get("backwardRejected").asLong();
        assertEquals(6 * steps, located, "every step's evaluations are located");
        assertEquals(6 * steps + 2 * 7, seminorm.get("backwardEvaluations").asLong(), "two more in each interval");
        JsonNode lazy = norms.get(3).get("runs").get(0);
        long lazySteps = lazy.get("backwardAccepted").asLong()
                + lazy.get("backwardRejected").asLong();
        assertEquals(
                6 * lazySteps,
                lazy.get("backwardEvaluations").asLong(),
                "one step in each interval, without its last stage");
    }
}
