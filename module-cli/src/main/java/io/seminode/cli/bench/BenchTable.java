package io.seminode.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.CommandException;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of {@code bench all}: measurements, what could not be measured, and ratios to a peer's. */
public final class BenchTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<BenchCase, BenchResult> measured = new LinkedHashMap<>();
    private final Map<BenchCase, String> failed = new LinkedHashMap<>();
    private final List<Peer> peers;

    /**
     * A peer's measurement.
     *
     * @param name who was measured
     * @param problem its name
     * @param norm of the backward solve
     * @param batch number of examples
     * @param forwardMs median
     * @param backwardMs median
     * @param with what it ran on, if it says so: a version of PyTorch, threads
     */
    record Peer(String name, String problem, String norm, int batch, double forwardMs, double backwardMs, String with) {
        boolean isOf(BenchResult ours) {
            return problem.equals(ours.problem()) && norm.equals(ours.norm()) && batch == ours.batch();
        }
    }

    private BenchTable(List<Peer> peers) {
        this.peers = peers;
    }

    /** A table without a peer. */
    public static BenchTable alone() {
        return new BenchTable(List.of());
    }

    /**
     * A table that compares with a peer.
     *
     * @param file of the peer's measurements, each a line of JSON with the fields that {@code bench} prints as well
     * @throws CommandException if it can't be read or has other lines
     */
    public static BenchTable against(Path file) {
        List<Peer> peers = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                JsonNode json = JSON.readTree(line);
                peers.add(new Peer(
                        json.required("peer").asText(),
                        json.required("problem").asText(),
                        json.required("norm").asText(),
                        json.required("batch").asInt(),
                        json.required("forward_ms").asDouble(),
                        json.required("backward_ms").asDouble(),
                        with(json)));
            } catch (IOException | IllegalArgumentException e) {
                throw CommandException.wrongUsage(
                        "Found that line " + number + " of " + file + " is no measurement (" + e.getMessage()
                                + "), expected JSON with peer, problem, norm, batch, forward_ms, backward_ms.");
            }
        }
        return new BenchTable(peers);
    }

    private static String with(JsonNode json) {
        List<String> parts = new ArrayList<>();
        if (json.has("torch")) {
            parts.add("PyTorch " + json.path("torch").asText());
        }
        if (json.has("threads")) {
            parts.add(json.path("threads").asText() + " threads");
        }
        return String.join(", ", parts);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't read " + file + " (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Adds a measurement. */
    public void add(BenchCase what, BenchResult result) {
        if (!what.is(result)) {
            throw new IllegalStateException("Found the measurement " + result.toJson() + ", expected that of " + what);
        }
        measured.put(what, result);
    }

    /** Adds one that could not be made. */
    public void addFailure(BenchCase what, String cause) {
        failed.put(what, cause);
    }

    /** How many measurements there are. */
    public int size() {
        return measured.size();
    }

    /** The table. */
    public TextTable table() {
        List<String> header = new ArrayList<>(List.of(
                "Problem",
                "Batch",
                "Norm",
                "Adjoint",
                "Engine",
                "Forward ms",
                "Backward ms",
                "Forward eval.",
                "Backward eval.",
                "Memory MiB"));
        String peer = peers.isEmpty() ? "" : peers.get(0).name();
        if (!peers.isEmpty()) {
            header.addAll(List.of(peer + " forward ms", peer + " backward ms", "Times faster forward", "backward"));
        }
        TextTable table = TextTable.withHeader(header);
        measured.forEach((what, result) -> {
            List<String> row = new ArrayList<>(List.of(
                    what.problem(),
                    Integer.toString(result.batch()),
                    what.norm(),
                    what.adjoint(),
                    what.engine(),
                    number(result.forwardMs()),
                    number(result.backwardMs()),
                    Long.toString(result.forwardNfe()),
                    Long.toString(result.backwardNfe()),
                    result.peakRssMib() == null ? "-" : Long.toString(result.peakRssMib())));
            if (!peers.isEmpty()) {
                row.addAll(compared(result));
            }
            table.row(row);
        });
        return table;
    }

    private List<String> compared(BenchResult ours) {
        Optional<Peer> found = peers.stream().filter(p -> p.isOf(ours)).findFirst();
        return found.map(peer -> List.of(
                        number(peer.forwardMs()),
                        number(peer.backwardMs()),
                        number(peer.forwardMs() / ours.forwardMs()),
                        number(peer.backwardMs() / ours.backwardMs())))
                .orElse(List.of("-", "-", "-", "-"));
    }

    /** Three digits. */
    private static String number(double x) {
        int decimals = x >= 100 ? 0 : x >= 10 ? 1 : x >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", x);
    }

    /**
     * As a document.
     *
     * @param environment where it was measured
     * @param command that made it
     * @param repeats of each measurement
     * @param note a sentence about the measurement; null for none
     */
    public String document(Environment environment, String command, int repeats, @Nullable String note) {
        StringBuilder text = new StringBuilder("# Benchmarks\n\nMade on ")
                .append(environment.date())
                .append(" by\n\n```\n")
                .append(command)
                .append("\n```\n\non ")
                .append(environment.cpu())
                .append(", ")
                .append(environment.cores())
                .append(" cores, ")
                .append(environment.memoryMib() == null ? "?" : environment.memoryMib())
                .append(" MiB, ")
                .append(environment.os())
                .append(", Java ")
                .append(environment.java())
                .append(", TensorFlow ")
                .append(environment.tensorflow())
                .append(", Seminode ")
                .append(environment.seminode())
                .append(".\n\n");
        if (note != null) {
            text.append("**").append(note).append("**\n\n");
        }
        text.append("Each line is a process of its own: medians of ")
                .append(repeats)
                .append(repeats == 1 ? " solve" : " solves")
                .append(" after a warm-up, evaluations of one solve, the largest resident memory of the process.")
                .append(
                        " Tolerances are the problem's own, and the sizes but for the batch; mode lazy, dopri5. The norm")
                .append(" of the backward solve says nothing to the checkpointed adjoint.\n\n");
        if (!peers.isEmpty()) {
            Peer peer = peers.get(0);
            text.append("Times faster: the time of ")
                    .append(peer.name())
                    .append(peer.with().isEmpty() ? "" : " (" + peer.with() + ")")
                    .append(", which solves the adjoint backward, divided by ours; same problem, batch and norm.\n\n");
        }
        text.append(table().toMarkdown());
        if (!failed.isEmpty()) {
            text.append("\nNot measured:\n\n");
            failed.forEach((what, cause) ->
                    text.append("- ").append(what).append(": ").append(cause).append('\n'));
        }
        return text.toString();
    }
}
