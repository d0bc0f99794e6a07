package io.seminode.lab.verify;

import io.seminode.lab.verify.CaseResult.Deviation;
import io.seminode.lab.verify.CaseResult.Evaluations;
import io.seminode.lab.verify.CaseResult.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line a case, as soon as it is done. */
final class TextReport implements Report {
    private final PrintWriter out;

    TextReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void add(CaseResult result) {
        out.println(line(result));
        out.flush();
    }

    private static String line(CaseResult result) {
        List<String> details = new ArrayList<>();
        if (!result.message().isEmpty()) {
            details.add(result.message());
        }
        Deviation largest = result.largest();
        if (largest != null && result.verdict() == Verdict.PASSED) {
            details.add(String.format(Locale.ROOT, "deviation %.1e in %s", largest.size(), largest.what()));
        }
        if (!result.evaluations().isEmpty()) {
            details.add("evaluations "
                    + result.evaluations().stream().map(TextReport::of).collect(Collectors.joining(", ")));
        }
        return String.format("%-7s  %s", result.verdict().id(), result.name())
                + (details.isEmpty() ? "" : ": " + String.join("; ", details));
    }

    private static String of(Evaluations evaluations) {
        return (evaluations.solve() + " " + evaluations.found() + " of " + evaluations.expected()).strip();
    }

    @Override
    public void finish(Tally tally) {
        out.printf(
                Locale.ROOT,
                "%d passed, %d failed, %d skipped in %.0f s%n",
                tally.passed(),
                tally.failed(),
                tally.skipped(),
                tally.seconds());
        out.flush();
    }
}
