package io.seminode.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides examples into parts in which the classes have the same shares. The same seed gives the same parts. */
public final class Splits {
    /** The paper's parts: 70 % for training, 15 % for validation, 15 % for the test. */
    public static final List<Double> PAPER = List.of(0.7, 0.15, 0.15);

    private Splits() {}

    /**
     * Divides each class at random.
     *
     * @param labels the class of each example, from 0
     * @param shares of the parts; their sum is 1
     * @return for each part the indices of its examples, increasing
     */
    public static int[][] stratified(int[] labels, List<Double> shares, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> parts = emptyParts(shares);
        for (int label = 0; label < classes(labels); label++) {
            int wanted = label;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == wanted)
                    .toArray();
            shuffle(members, random);
            int from = 0;
            double end = 0;
            for (int part = 0; part < parts.size(); part++) {
                end += shares.get(part);
                int to = part == parts.size() - 1 ? members.length : (int) Math.round(end * members.length);
                for (; from < to; from++) {
                    parts.get(part).add(members[from]);
                }
            }
        }
        return sorted(parts);
    }

    /**
     * Keeps the examples of a group together, and else comes as near to the shares as it can: groups, the largest first,
     * go where they are needed most.
     *
     * @param groups the group of each example, for example who speaks
     * @param labels the class of each example, from 0
     * @param shares of the parts; their sum is 1
     * @return for each part the indices of its examples, increasing
     */
    public static int[][] grouped(List<String> groups, int[] labels, List<Double> shares, long seed) {
        if (groups.size() != labels.length) {
            throw new IllegalArgumentException(groups.size() + " groups found for " + labels.length + " labels.");
        }
        int classes = classes(labels);
        Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            byGroup.computeIfAbsent(groups.get(i), g -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> order = new ArrayList<>(byGroup.values());
        int[] shuffled = IntStream.range(0, order.size()).toArray();
        shuffle(shuffled, new SplittableRandom(seed));
        order = new ArrayList<>(Arrays.stream(shuffled).mapToObj(order::get).toList());
        order.sort(Comparator.comparingInt((List<Integer> members) -> -members.size())); // keeps the order of equals
        double[][] missing = new double[shares.size()][classes];
        for (int part = 0; part < missing.length; part++) {
            for (int label : labels) {
                missing[part][label] += shares.get(part);
            }
        }
        List<List<Integer>> parts = emptyParts(shares);
        for (List<Integer> members : order) {
            int[] counts = new int[classes];
            members.forEach(i -> counts[labels[i]]++);
            int part = mostInNeed(missing, counts);
            parts.get(part).addAll(members);
            for (int label = 0; label < classes; label++) {
                missing[part][label] -= counts[label];
            }
        }
        return sorted(parts);
    }

    /** Where adding the counts lowers the sum of squares of what is missing most, which is where most is missing. */
    private static int mostInNeed(double[][] missing, int[] counts) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int part = 0; part < missing.length; part++) {
            double need = 0;
            for (int label = 0; label < counts.length; label++) {
                need += counts[label] * missing[part][label];
            }
            if (need > largest) {
                largest = need;
                best = part;
            }
        }
        return best;
    }

    private static int classes(int[] labels) {
        return Arrays.stream(labels).max().orElse(-1) + 1;
    }

    private static List<List<Integer>> emptyParts(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > 1e-9 || shares.stream().anyMatch(s -> s < 0)) {
            throw new IllegalArgumentException(
                    "Shares " + shares + " found, expected shares of 0 or more that sum to 1.");
        }
        return shares.stream().<List<Integer>>map(s -> new ArrayList<>()).toList();
    }

    private static int[][] sorted(List<List<Integer>> parts) {
        return parts.stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).sorted().toArray())
                .toArray(int[][]::new);
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
