package io.seminode.lab.verify;

import io.seminode.lab.verify.CaseResult.Deviation;
import io.seminode.lab.verify.CaseResult.Evaluations;
import io.seminode.lab.verify.CaseResult.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Gathers what a case compares. */
final class Findings {
    /** The relative deviation that float64 results may have from float64 references: rounding, amplified a little. */
    static final double FLOAT64_BOUND = 1e-9;

    private static final int SHOWN_FAULTS = 3;

    private final List<Deviation> deviations = new ArrayList<>();
    private final List<Evaluations> evaluations = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * Compares values, relative to the largest magnitude expected.
     *
     * @param bound the largest relative deviation that passes
     */
    void values(String what, double[] found, double[] expected, double bound) {
        values(what, found, expected, 0, bound);
    }

    /**
     * Compares values that come from larger ones by cancellation.
     *
     * @param scale of the larger ones; the deviation is relative to it if nothing expected is larger
     */
    void values(String what, double[] found, double[] expected, double scale, double bound) {
        if (found.length != expected.length) {
            faults.add(what + ": " + found.length + " values, expected " + expected.length);
            return;
        }
        double difference = 0;
        double magnitude = scale;
        for (int i = 0; i < found.length; i++) {
            // Equal infinities have no difference; a number that is none differs from every other.
            if (Double.compare(found[i], expected[i]) != 0) {
                double apart = Math.abs(found[i] - expected[i]);
                difference = Math.max(difference, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
            }
            if (Double.isFinite(expected[i])) {
                magnitude = Math.max(magnitude, Math.abs(expected[i]));
            }
        }
        deviation(new Deviation(what, magnitude > 0 ? difference / magnitude : difference, bound));
    }

    /** Compares one value. */
    void value(String what, double found, double expected, double bound) {
        values(what, new double[] {found}, new double[] {expected}, bound);
    }

    /** Compares something that must be equal. */
    void equal(String what, long found, long expected) {
        if (found != expected) {
            faults.add(what + " " + found + ", expected " + expected);
        }
    }

    /**
     * Compares the evaluations of a solve.
     *
     * @param share the largest difference that passes, as a share of those expected
     */
    void evaluations(String solve, long found, long expected, double share) {
        evaluations.add(new Evaluations(solve, found, expected));
        if (Math.abs(found - expected) > share * expected) {
            faults.add((solve + " evaluations ").stripLeading() + found + ", expected " + expected);
        }
    }

    private void deviation(Deviation deviation) {
        deviations.add(deviation);
        if (!deviation.isWithinBound()) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%s: deviation %.1e, bound %.0e",
                    deviation.what(),
                    deviation.size(),
                    deviation.bound()));
        }
    }

    /** The verdict. */
    CaseResult result(String file, String name) {
        if (deviations.isEmpty() && evaluations.isEmpty() && faults.isEmpty()) {
            return CaseResult.skipped(file, name, "nothing in it can be compared");
        }
        String message = String.join("; ", faults.subList(0, Math.min(SHOWN_FAULTS, faults.size())));
        if (faults.size() > SHOWN_FAULTS) {
            message += "; and " + (faults.size() - SHOWN_FAULTS) + " more";
        }
        return new CaseResult(
                file,
                name,
                faults.isEmpty() ? Verdict.PASSED : Verdict.FAILED,
                deviations.stream()
                        .max(Comparator.comparingDouble(Deviation::overBound))
                        .orElse(null),
                List.copyOf(evaluations),
                message);
    }
}
