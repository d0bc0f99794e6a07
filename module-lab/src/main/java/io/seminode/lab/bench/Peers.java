package io.seminode.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A peer's measurements to compare with. There may be several of the same solve, such as with one thread and with two: a
 * comparison is with the fastest.
 *
 * @param measured in the order of the file
 */
record Peers(List<Peer> measured) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody. */
    static final Peers NONE = new Peers(List.of());

    Peers {
        measured = List.copyOf(measured);
    }

    /**
     * One measurement.
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
        private boolean isOf(BenchResult ours) {
            return problem.equals(ours.problem()) && norm.equals(ours.norm()) && batch == ours.batch();
        }

        private double bothMs() {
            return forwardMs + backwardMs;
        }
    }

    /**
     * Reads them.
     *
     * @param file each line JSON with the fields that {@code bench} prints as well
     * @throws CommandException if it can't be read or has other lines
     */
    static Peers read(Path file) {
        List<Peer> peers = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                peers.add(peer(JSON.readTree(line)));
            } catch (IOException | IllegalArgumentException e) {
                throw CommandException.wrongUsage(
                        "Found that line " + number + " of " + file + " is no measurement (" + e.getMessage()
                                + "), expected JSON with peer, problem, norm, batch, forward_ms, backward_ms.");
            }
        }
        return new Peers(peers);
    }

    private static Peer peer(JsonNode json) {
        return new Peer(
                json.required("peer").asText(),
                json.required("problem").asText(),
                json.required("norm").asText(),
                json.required("batch").asInt(),
                json.required("forward_ms").asDouble(),
                json.required("backward_ms").asDouble(),
                with(json));
    }

    private static String with(JsonNode json) {
        List<String> parts = new ArrayList<>();
        if (json.has("torch")) {
            parts.add("PyTorch " + json.path("torch").asText());
        }
        if (json.has("threads")) {
            int threads = json.path("threads").asInt();
            parts.add(threads + (threads == 1 ? " thread" : " threads"));
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

    boolean isEmpty() {
        return measured.isEmpty();
    }

    /** Who was measured; empty if nobody was. */
    String name() {
        return measured.isEmpty() ? "" : measured.get(0).name();
    }

    /** The fastest, forward and backward together, of the same problem, norm and batch. */
    Optional<Peer> fastest(BenchResult ours) {
        return measured.stream().filter(p -> p.isOf(ours)).min(Comparator.comparingDouble(Peer::bothMs));
    }

    /** Name and what it ran on, for a sentence. */
    String description() {
        List<String> with = measured.stream()
                .map(Peer::with)
                .filter(w -> !w.isEmpty())
                .distinct()
                .toList();
        return switch (with.size()) {
            case 0 -> name();
            case 1 -> name() + " (" + with.get(0) + ")";
            default -> name() + with.stream().collect(Collectors.joining("; ", " (the fastest of: ", ")"));
        };
    }
}
