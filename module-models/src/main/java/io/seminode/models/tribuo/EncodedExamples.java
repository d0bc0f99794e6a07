package io.seminode.models.tribuo;

import io.seminode.data.Examples;
import io.seminode.data.Splits;
import io.seminode.data.Standardisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Output;

/** A data set as fields of numbers. */
final class EncodedExamples implements Examples {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8; // of Java

    private final Map<String, float[]> fields;
    private final Map<String, Integer> sizes;
    private final int[] rows;

    private EncodedExamples(Map<String, float[]> fields, Map<String, Integer> sizes, int[] rows) {
        this.fields = fields;
        this.sizes = sizes;
        this.rows = rows;
    }

    /** Encodes features and standardised targets. */
    static <T extends Output<T>> EncodedExamples of(Dataset<T> dataset, FeatureCodec features, OutputCodec<T> outputs) {
        Map<String, Integer> sizes = new LinkedHashMap<>(features.sizes());
        if (outputs.targets() > 0) {
            sizes.put(outputs.target(), outputs.targets());
        }
        Map<String, float[]> fields = new LinkedHashMap<>();
        sizes.forEach((name, size) -> fields.put(name, new float[room(dataset.size(), size)]));
        float[] targets = targets(dataset, outputs);
        if (outputs.targets() > 0) {
            fields.put(outputs.target(), targets);
        }
        int row = 0;
        for (Example<T> example : dataset) {
            features.encode(example, fields, row++);
        }
        return new EncodedExamples(
                fields, sizes, IntStream.range(0, dataset.size()).toArray());
    }

    /**
     * How many numbers so many examples are, which is found out before any of them is read.
     *
     * @throws IllegalArgumentException if they are more than fit into an array, or into the memory
     */
    static int room(int examples, int numbersOfEach) {
        long numbers = (long) examples * numbersOfEach;
        long fit = Math.min(LONGEST_ARRAY, Runtime.getRuntime().maxMemory() / Float.BYTES);
        if (numbers > fit) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%,d examples of %,d numbers each found, expected at most %,d numbers in all, of which an array and"
                            + " the memory of this process have room: a network takes every feature of every example,"
                            + " also those that are 0. Take fewer features, as by Tribuo's MinimumCardinalityDataset or"
                            + " a feature selector, or fewer examples; or give more memory, -Xmx.",
                    examples,
                    numbersOfEach,
                    fit));
        }
        return Math.toIntExact(numbers);
    }

    private static <T extends Output<T>> float[] targets(Dataset<T> dataset, OutputCodec<T> outputs) {
        float[] targets = new float[room(dataset.size(), outputs.targets())];
        double[] target = new double[outputs.targets()];
        Standardisation standardisation = outputs.standardisation();
        int at = 0;
        for (Example<T> example : dataset) {
            outputs.encode(example.getOutput(), target);
            for (int i = 0; i < target.length; i++) {
                targets[at++] = (float) (standardisation == null ? target[i] : standardisation.apply(i, target[i]));
            }
        }
        return targets;
    }

    /**
     * Two parts; classes have the same shares in both.
     *
     * @param classes of the examples
     * @param secondShare of the second part
     */
    List<EncodedExamples> split(int[] classes, double secondShare, long seed) {
        int[][] parts = Splits.stratified(classes, List.of(1 - secondShare, secondShare), seed);
        return List.of(new EncodedExamples(fields, sizes, parts[0]), new EncodedExamples(fields, sizes, parts[1]));
    }

    /** No examples. */
    EncodedExamples none() {
        return new EncodedExamples(fields, sizes, new int[0]);
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        Map<String, float[]> gathered = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            int size = sizes.getOrDefault(name, 0);
            float[] copy = new float[indices.length * size];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(values, rows[indices[i]] * size, copy, i * size, size);
            }
            gathered.put(name, copy);
        });
        return gathered;
    }
}
