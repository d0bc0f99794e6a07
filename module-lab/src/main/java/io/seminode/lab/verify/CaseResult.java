package io.seminode.lab.verify;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a case went.
 *
 * @param file its reference file
 * @param name of the case
 * @param verdict passed, failed or skipped
 * @param largest the deviation nearest to its bound, or furthest beyond it; null if nothing was compared
 * @param evaluations of each solve; empty if none was made
 * @param message what is wrong, or why it was skipped; empty if it passed
 */
record CaseResult(
        String file,
        String name,
        Verdict verdict,
        @Nullable Deviation largest,
        List<Evaluations> evaluations,
        String message) {

    /** The outcome of a case. */
    enum Verdict {
        PASSED,
        FAILED,
        SKIPPED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How far values are from the reference.
     *
     * @param what the values
     * @param size largest absolute difference over largest magnitude
     * @param bound the largest size that passes
     */
    record Deviation(String what, double size, double bound) {
        /** Above 1 if it is too large, also if it is not a number. */
        double overBound() {
            return Double.isNaN(size) ? Double.POSITIVE_INFINITY : size / bound;
        }

        boolean isWithinBound() {
            return size <= bound;
        }
    }

    /** Evaluations of the field in one solve, found and expected. */
    record Evaluations(String solve, long found, long expected) {}

    static CaseResult skipped(String file, String name, @Nullable String reason) {
        return new CaseResult(file, name, Verdict.SKIPPED, null, List.of(), String.valueOf(reason));
    }

    static CaseResult failed(String file, String name, String message) {
        return new CaseResult(file, name, Verdict.FAILED, null, List.of(), message);
    }
}
