package io.seminode.data.speech;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of the clips of the ten words.
 *
 * @param used how many
 * @param leftOut how many were not used, by what is the matter with them
 * @param examples the names of some that were not used, with the reason
 */
public record ClipReport(int used, Map<ClipFault, Integer> leftOut, List<String> examples) {
    private static final int MOST_EXAMPLES = 10;

    /** Copies the lists. */
    public ClipReport {
        Map<ClipFault, Integer> counts = new EnumMap<>(ClipFault.class);
        counts.putAll(leftOut);
        leftOut = Collections.unmodifiableMap(counts); // in order: equal reports give equal files
        examples = List.copyOf(examples);
    }

    /** How many were not used. */
    public int totalLeftOut() {
        return leftOut.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One sentence for reports. */
    public String sentence() {
        if (leftOut.isEmpty()) {
            return used + " clips used, none left out.";
        }
        String reasons = leftOut.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getValue() + " " + e.getKey().description())
                .collect(Collectors.joining(", "));
        return used + " clips used, " + totalLeftOut() + " left out: " + reasons + ".";
    }

    /** Counts. */
    static final class Counter {
        private final Map<ClipFault, Integer> leftOut = new EnumMap<>(ClipFault.class);
        private final List<String> examples = new ArrayList<>();

        void leaveOut(String name, UnusableClipException reason) {
            leftOut.merge(reason.fault(), 1, Integer::sum);
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(name + ": " + reason.getMessage());
            }
        }

        ClipReport report(int used) {
            return new ClipReport(used, leftOut, examples);
        }
    }
}
