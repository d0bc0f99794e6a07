package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results for programs, and commands that say nothing else. */
final class OutputFormTest {
    private static final String TINY =
            " toy-cnf --examples=256 --batch-size=128 --epochs=1 --width=4 --engine=native --max-batches=1";

    /** Nothing may follow the document. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    private Path folder;

    private static MainTest.Execution run(String line) {
        return MainTest.run(line.split(" "));
    }

    /** The document that is all of standard output. */
    static JsonNode document(MainTest.Execution execution) throws IOException {
        JsonNode document = JSON.readTree(execution.out());
        assertTrue(document.isObject(), execution.out());
        return document;
    }

    @ParameterizedTest
    @ValueSource(strings = {"norms", "methods", "controllers", "adjoints", "problems", "data"})
    void namesForPrograms(String what) throws IOException {
        JsonNode entries = document(run("list " + what + " --json")).get(what);
        List<String> names = new ArrayList<>();
        entries.forEach(entry -> {
            assertTrue(entry.get("description").isTextual() && entry.get("from").isTextual(), entry::toString);
            entry.get("options").forEach(option -> assertTrue(option.has("default"), option::toString));
            names.add(entry.get("name").asText());
        });
        List<String> printed = run("list " + what)
                .out()
                .lines()
                .skip(2)
                .map(line -> line.split(" ", -1)[0])
                .toList();
        assertEquals(printed, names);
    }

    @Test
    void aTrainingForPrograms() throws IOException {
        Path out = folder.resolve("run");
        MainTest.Execution execution = run("train" + TINY + " --json --quiet --out " + out);
        assertEquals(0, execution.exitCode(), execution.err());
        assertEquals("", execution.err(), "no progress");
        ObjectNode document = (ObjectNode) document(execution);
        assertEquals(out.toString(), document.remove("folder").asText());
        assertEquals(
                out.resolve("model.safetensors").toString(),
                document.remove("model").asText());
        assertEquals(JSON.readTree(out.resolve("results.json").toFile()), document);

        // A finished run that is given again tells the same, and how it went if nobody forbids it.
        MainTest.Execution again = run("train toy-cnf --resume " + out + " --json");
        assertEquals(document.at("/run/testLoss"), document(again).at("/run/testLoss"));
        assertFalse(again.err().isEmpty());
        assertEquals("", run("train toy-cnf --resume " + out + " --quiet").err());
    }

    @Test
    void aComparisonForPrograms() throws IOException {
        Path out = folder.resolve("run");
        MainTest.Execution execution = run("compare" + TINY + " --norms default,seminorm --json --out " + out);
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.err().contains("seminorm: epoch 1 of 1"), execution.err());
        ObjectNode document = (ObjectNode) document(execution);
        assertEquals(out.toString(), document.remove("folder").asText());
        assertEquals(JSON.readTree(out.resolve("results.json").toFile()), document);
    }

    @Test
    void anErrorIsSaidAllTheSame() {
        MainTest.Execution execution = run("train toy-cnf --norm nonsense --json --quiet");
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("nonsense"), execution.err());
        assertEquals("", execution.out());
    }
}
