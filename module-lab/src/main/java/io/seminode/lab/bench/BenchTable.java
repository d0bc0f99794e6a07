package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of {@code bench all}: measurements, what could not be measured, and ratios to a peer's. */
public final class BenchTable {
    private final Map<BenchCase, BenchResult> measured = new LinkedHashMap<>();
    private final Map<BenchCase, String> failed = new LinkedHashMap<>();
    private final Peers peers;

    private BenchTable(Peers peers) {
        this.peers = peers;
    }

    /** A table without a peer. */
    public static BenchTable alone() {
        return new BenchTable(Peers.NONE);
    }

    /**
     * A table that compares with a peer.
     *
     * @param file of the peer's measurements, each a line of JSON with the fields that {@code bench} prints as well; of
     *     several of the same solve the fastest counts
     * @throws CommandException if it can't be read or has other lines
     */
    public static BenchTable against(Path file) {
        return new BenchTable(Peers.read(file));
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
        String peer = peers.name();
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
        return peers.fastest(ours)
                .map(peer -> List.of(
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
            text.append("Times faster: the time of ")
                    .append(peers.description())
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
