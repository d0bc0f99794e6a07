package io.seminode.data.catalog;

import io.seminode.data.DataParts;
import io.seminode.data.Examples;
import io.seminode.data.LabelledExamples;
import java.util.ArrayList;
import java.util.List;

/**
 * What a data set was found to hold.
 *
 * @param classes the names of the classes; none if it has no classes
 * @param parts training, validation, test
 * @param notes one sentence each
 */
public record DataSummary(List<String> classes, List<Part> parts, List<String> notes) {
    /** Copies the lists. */
    public DataSummary {
        classes = List.copyOf(classes);
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /**
     * A part.
     *
     * @param name of the part
     * @param size how many examples
     * @param classCounts how many of each class
     */
    public record Part(String name, int size, List<Integer> classCounts) {
        /** Copies the list. */
        public Part {
            classCounts = List.copyOf(classCounts);
        }
    }

    /** The summary of data that has been read. */
    public static DataSummary of(DataParts<?> data) {
        List<String> classes = data.train() instanceof LabelledExamples labelled ? labelled.classes() : List.of();
        return new DataSummary(
                classes,
                List.of(
                        part("training", data.train()),
                        part("validation", data.validation()),
                        part("test", data.test())),
                data.notes());
    }

    private static Part part(String name, Examples examples) {
        List<Integer> counts = new ArrayList<>();
        if (examples instanceof LabelledExamples labelled) {
            for (int count : labelled.classCounts()) {
                counts.add(count);
            }
        }
        return new Part(name, examples.size(), counts);
    }
}
