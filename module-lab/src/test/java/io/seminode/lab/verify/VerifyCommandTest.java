package io.seminode.lab.verify;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HARMONIC = "solve_harmonic.json";
    private static final String ONE_RUN = "solve_harmonic dopri5 fwd float64 rtol=1e-3 *";

    @TempDir
    private Path dir;

    private record Output(int exitCode, String out, String err) {
        List<String> lines(String verdict) {
            return out.lines().filter(line -> line.startsWith(verdict)).toList();
        }

        String onlyLine(String verdict) {
            List<String> lines = lines(verdict);
            assertEquals(1, lines.size(), out);
            return lines.get(0);
        }
    }

    private static Output verify(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Output(exitCode, out.toString(), err.toString());
    }

    private static ObjectNode shipped(String name) throws IOException {
        try (InputStream stream = VerifyCommand.class.getResourceAsStream(name)) {
            return (ObjectNode) MAPPER.readTree(Objects.requireNonNull(stream, name));
        }
    }

    private void write(String name, JsonNode document) throws IOException {
        Files.writeString(dir.resolve(name), document.toString());
    }

    private static ObjectNode firstRun(ObjectNode document) {
        return (ObjectNode) document.get("runs").get(0);
    }

    @Test
    void shippedCasesPass() {
        Output output = verify();
        assertAll(
                () -> assertEquals(0, output.exitCode(), output.out()),
                () -> assertEquals(List.of(), output.lines("failed")),
                () -> assertTrue(output.lines("passed").size() > 50, output.out()),
                () -> assertTrue(
                        output.lines("skipped").stream().noneMatch(line -> line.contains(" dopri5 ")), output.out()),
                () -> assertTrue(output.out().contains(" passed, 0 failed, "), output.out()));
    }

    @Test
    void reportsAsJson() throws IOException {
        Output output = verify("--json", "--filter", ONE_RUN);
        JsonNode document = MAPPER.readTree(output.out());
        JsonNode entry = document.get("cases").get(0);
        assertAll(
                () -> assertEquals(0, output.exitCode()),
                () -> assertEquals(1, document.get("passed").asInt(), output.out()),
                () -> assertEquals(0, document.get("failed").asInt()),
                () -> assertEquals("native", document.get("engine").asText()),
                () -> assertEquals(HARMONIC, entry.get("file").asText()),
                () -> assertEquals("passed", entry.get("verdict").asText()),
                () -> assertEquals(62, entry.at("/evaluations/0/found").asInt()),
                () -> assertEquals(62, entry.at("/evaluations/0/expected").asInt()),
                () -> assertTrue(entry.at("/largest_deviation/relative").asDouble() < 1e-9));
    }

    @Test
    void passesAsOneXlaProgram() {
        Output output = verify("--engine", "xla", "--filter", ONE_RUN);
        assertEquals(1, output.lines("passed").size(), output.out());
    }

    @Test
    void wrongValueFails() throws IOException {
        ObjectNode document = shipped(HARMONIC);
        document.withArray("/runs/0/y/data").set(3, MAPPER.getNodeFactory().numberNode(0.25));
        write(HARMONIC, document);
        Output output = verify(dir, "--filter", "* dopri5 *");
        assertEquals(1, output.exitCode());
        String line = output.onlyLine("failed");
        assertTrue(line.contains("solve_harmonic dopri5 fwd float64 rtol=1e-3 atol=1e-6: y: deviation "), line);
        assertEquals(5, output.lines("passed").size(), output.out());
    }

    @Test
    void wrongCountFails() throws IOException {
        ObjectNode document = shipped(HARMONIC);
        firstRun(document).put("nfe", 68);
        write(HARMONIC, document);
        Output output = verify(dir, "--filter", ONE_RUN);
        assertEquals(1, output.exitCode());
        String line = output.onlyLine("failed");
        assertTrue(line.contains("evaluations 62, expected 68"), line);
    }

    @Test
    void unsolvableRunFails() throws IOException {
        ObjectNode document = shipped(HARMONIC);
        document.put("formula", "y' = -k*y");
        ((ObjectNode) document.get("constants")).put("k", -1e300);
        write(HARMONIC, document);
        Output output = verify(dir, "--filter", ONE_RUN);
        assertEquals(1, output.exitCode());
        String line = output.onlyLine("failed");
        assertTrue(line.contains("could not be solved: "), line);
    }

    @Test
    void malformedFilesFailAndNameTheField() throws IOException {
        Files.writeString(dir.resolve("a.json"), "{\"case\": ");
        Files.writeString(dir.resolve("b.json"), "{\"runs\": []}");
        Files.writeString(dir.resolve("c.json"), "{\"case\": \"solve_x\", \"runs\": 3}");
        ObjectNode document = shipped(HARMONIC);
        firstRun(document).remove("rtol");
        write("d.json", document);
        document = shipped(HARMONIC);
        ((ObjectNode) firstRun(document).get("y0")).putArray("data").add(1);
        write("e.json", document);

        Output output = verify(dir);
        assertEquals(1, output.exitCode());
        List<String> failed = output.lines("failed");
        assertEquals(5, failed.size(), output.out());
        assertAll(
                () -> assertTrue(failed.get(0).contains("a.json: not JSON"), failed.get(0)),
                () -> assertTrue(
                        failed.get(1).contains("b.json: field \"case\": nothing found, expected"), failed.get(1)),
                () -> assertTrue(
                        failed.get(2).contains("c.json: field \"runs\": 3 found, expected a list"), failed.get(2)),
                () -> assertTrue(failed.get(3).contains("d.json: field \"runs[0].rtol\""), failed.get(3)),
                () -> assertTrue(
                        failed.get(4).contains("e.json: field \"runs[0].y0.data\": 1 numbers found"), failed.get(4)));
    }

    @Test
    void whatIsNoJsonFailsByItsNameAndTheRestGoesOn() throws IOException {
        Files.writeString(dir.resolve("a.json"), "[".repeat(1500) + "]".repeat(1500));
        Files.writeString(dir.resolve("b.json"), "{\"case\": " + "1".repeat(1001) + "}");
        Files.writeString(dir.resolve("c.json"), "");
        Files.writeString(dir.resolve("d.json"), "{\"case\": \"sde\", \"case\": \"sde\"}");
        Files.writeString(dir.resolve("e.json"), "{\"case\": \"sde_brownian\"}");
        Output output = verify(dir);
        assertEquals(1, output.exitCode());
        List<String> failed = output.lines("failed");
        assertEquals(4, failed.size(), output.out() + output.err());
        for (int i = 0; i < failed.size(); i++) {
            assertTrue(failed.get(i).contains((char) ('a' + i) + ".json: not JSON: "), failed.get(i));
        }
        output.onlyLine("skipped");
    }

    @Test
    void whatIsNotKnownIsSkipped() throws IOException {
        Files.writeString(dir.resolve("other.json"), "{\"case\": \"sde_brownian\"}");
        ObjectNode document = shipped(HARMONIC);
        firstRun(document).put("method", "bulirsch-stoer");
        write("method.json", document);
        document = shipped(HARMONIC);
        ((ObjectNode) firstRun(document).get("options")).put("patience", 3);
        write("option.json", document);
        document = shipped(HARMONIC);
        document.put("formula", "y' = y^y");
        write("formula.json", document);

        Output output = verify(dir, "--filter", "sde_*");
        assertTrue(output.onlyLine("skipped").contains("no family of cases reads \"sde_brownian\""), output.out());
        assertEquals(0, output.exitCode());
        output = verify(dir.resolve("method.json"), "--filter", "* bulirsch-stoer *");
        assertTrue(output.onlyLine("skipped").contains("not registered; known are "), output.out());
        output = verify(dir.resolve("option.json"), "--filter", "* patience=3");
        assertTrue(output.onlyLine("skipped").contains("no option \"patience\""), output.out());
        output = verify(dir.resolve("formula.json"), "--filter", ONE_RUN);
        assertTrue(output.onlyLine("skipped").contains("the vector field \"y' = y^y\""), output.out());
        assertEquals(0, output.exitCode());
    }

    @Test
    void wrongUsage() {
        assertAll(
                () -> assertEquals(2, verify(dir).exitCode()),
                () -> assertTrue(
                        verify(dir).err().contains("No file *.json"),
                        verify(dir).err()),
                () -> assertEquals(2, verify(dir.resolve("nowhere")).exitCode()),
                () -> assertEquals(2, verify("--engine", "steam").exitCode()),
                () -> assertTrue(verify("--engine", "steam").err().contains("known are native, xla")));
    }

    @Test
    void recordingsLieBesideTheirReference() throws IOException {
        ObjectNode document = shipped("mfcc.json");
        ObjectNode signal = (ObjectNode) document.get("signals").get(0);
        signal.put("kind", "wav").put("file", "wav/missing.wav");
        write("mfcc.json", document);
        String line = verify(dir, "--filter", "mfcc sine_mix").onlyLine("failed");
        assertTrue(line.contains("missing.wav: no such file"), line);
    }

    @Test
    void otherCoefficientsFail() throws IOException {
        ObjectNode document = shipped("mfcc.json");
        double value = document.at("/signals/0/mfcc_float64/data/7").asDouble();
        document.withArray("/signals/0/mfcc_float64/data")
                .set(7, MAPPER.getNodeFactory().numberNode(value + 1e-6));
        write("mfcc.json", document);
        String line = verify(dir, "--filter", "mfcc sine_mix").onlyLine("failed");
        assertTrue(line.contains("in float64: deviation"), line);
        ((ObjectNode) document.get("settings")).put("mel_scale", "slaney");
        write("mfcc.json", document);
        verify(dir).onlyLine("failed");
    }

    /** All of the reference but the training gradients of the paper's network, which take minutes. */
    @Test
    void wholeReferencePasses() throws IOException {
        String shared = System.getProperty("seminode.shared", "");
        Path reference = Path.of(shared, "reference");
        assumeTrue(!shared.isEmpty() && Files.isDirectory(reference), "no folder in seminode.shared");
        List<Path> documents;
        try (Stream<Path> files = Files.list(reference)) {
            documents = files.filter(f -> f.toString().endsWith(".json")).toList();
        }
        List<String> failed = documents.parallelStream() // each is minutes of compiling on one core
                .flatMap(file -> {
                    String filter = file.endsWith("symoden_full.json") ? "symoden_full field*" : "*";
                    Output output = verify(file, "--filter", filter);
                    return output.out().contains(" passed, ")
                            ? output.lines("failed").stream()
                            : Stream.of(file + " was not read to its end: " + output.out() + output.err());
                })
                .toList();
        assertEquals(List.of(), failed);
    }
}
