package io.seminode.data;

import java.util.List;

/** Examples that each belong to a class; a batch has the number of the class as field {@link #LABEL}. */
public interface LabelledExamples extends Examples {
    /** The field with the numbers of the classes, [batch]. */
    String LABEL = "y";

    /** The names of the classes; their numbers count from 0. */
    List<String> classes();

    /**
     * The class of an example.
     *
     * @throws IndexOutOfBoundsException if there is no such example
     */
    int label(int index);

    /** How many examples there are of each class. */
    default int[] classCounts() {
        int[] counts = new int[classes().size()];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }
}
