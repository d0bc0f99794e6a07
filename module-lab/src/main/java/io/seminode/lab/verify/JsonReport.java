package io.seminode.lab.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.lab.verify.CaseResult.Deviation;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;

/** One JSON document when all is done. */
final class JsonReport implements Report {
    private final PrintWriter out;
    private final ObjectNode document = new ObjectMapper().createObjectNode();
    private final ArrayNode cases;

    JsonReport(PrintWriter out, String source, ExecutionOptions options) {
        this.out = out;
        document.put("source", source);
        document.put("engine", options.engine().id());
        document.put("device", options.device().id());
        this.cases = document.putArray("cases");
    }

    @Override
    public void add(CaseResult result) {
        ObjectNode entry = cases.addObject();
        entry.put("file", result.file());
        entry.put("name", result.name());
        entry.put("verdict", result.verdict().id());
        Deviation largest = result.largest();
        if (largest != null) {
            ObjectNode deviation = entry.putObject("largest_deviation");
            deviation.put("in", largest.what());
            if (Double.isFinite(largest.size())) {
                deviation.put("relative", largest.size());
            } else {
                // JSON has no such numbers.
                deviation.putNull("relative");
            }
            deviation.put("bound", largest.bound());
        }
        ArrayNode evaluations = entry.putArray("evaluations");
        result.evaluations().forEach(e -> {
            ObjectNode counts = evaluations.addObject();
            if (!e.solve().isEmpty()) {
                counts.put("solve", e.solve());
            }
            counts.put("found", e.found());
            counts.put("expected", e.expected());
        });
        if (!result.message().isEmpty()) {
            entry.put("message", result.message());
        }
    }

    @Override
    public void finish(Tally tally) {
        document.put("passed", tally.passed());
        document.put("failed", tally.failed());
        document.put("skipped", tally.skipped());
        document.put("seconds", tally.seconds());
        out.println(document.toPrettyString());
        out.flush();
    }
}
