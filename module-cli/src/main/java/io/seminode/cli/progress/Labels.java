package io.seminode.cli.progress;

import java.util.Locale;
import java.util.Map;

/** How trainings and measures are called in progress output. */
final class Labels {
    private Labels() {}

    static String of(String norm, int repeat, int repeats) {
        return repeats == 1 ? norm : norm + " (repeat " + (repeat + 1) + " of " + repeats + ")";
    }

    /** ", accuracy 0.71 (validation 0.65)" for each measure. */
    static String of(Map<String, Double> train, Map<String, Double> validation) {
        StringBuilder text = new StringBuilder();
        train.forEach((name, value) -> {
            text.append(String.format(Locale.ROOT, ", %s %.3f", name, value));
            Double other = validation.get(name);
            if (other != null) {
                text.append(String.format(Locale.ROOT, " (validation %.3f)", other));
            }
        });
        return text.toString();
    }

    /** " accuracy 0.71" for each measure. */
    static String of(Map<String, Double> measures) {
        StringBuilder text = new StringBuilder();
        measures.forEach((name, value) -> text.append(String.format(Locale.ROOT, " %s %.2f", name, value)));
        return text.toString();
    }
}
