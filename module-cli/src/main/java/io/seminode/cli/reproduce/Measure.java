package io.seminode.cli.reproduce;

import io.seminode.cli.compare.ComparisonResult.NormResult;
import io.seminode.cli.report.Estimate;
import java.util.Objects;

/** What a table tells of trained models. */
enum Measure {
    /** Of classifiers. */
    ACCURACY("Test accuracy (%)", "%.1f") {
        @Override
        Estimate of(NormResult norm) {
            Estimate share = Objects.requireNonNull(norm.testMeasures().get("accuracy"), "accuracy");
            Double deviation = share.standardDeviation();
            return new Estimate(100 * share.mean(), deviation == null ? null : 100 * deviation);
        }
    },
    /** Of flows. */
    BITS("Test bits per dimension", "%.3f"),
    /** Of dynamics. */
    ERROR("Test mean squared error", "%.3e");

    private final String title;
    private final String format;

    Measure(String title, String format) {
        this.title = title;
        this.format = format;
    }

    /** For headers. */
    String title() {
        return title;
    }

    /** For tables. */
    String format() {
        return format;
    }

    /** From the repeats of a training. */
    Estimate of(NormResult norm) {
        return norm.testLoss();
    }
}
