package io.seminode.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final int SIZE = 1000;
    private final int[] labels = new Random(3).ints(SIZE, 0, 4).toArray();
    private final List<String> groups =
            new Random(4).ints(SIZE, 0, 60).mapToObj(g -> "group " + g).toList();

    private static void assertEachOnce(int[][] parts) {
        assertArrayEquals(
                IntStream.range(0, SIZE).toArray(),
                Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray());
    }

    private int count(int[] part, int label) {
        return (int) Arrays.stream(part).filter(i -> labels[i] == label).count();
    }

    @Test
    void stratifiedPartsHaveTheirSharesOfEachClass() {
        int[][] parts = Splits.stratified(labels, Splits.PAPER, 1);
        assertEachOnce(parts);
        int[] all = IntStream.range(0, SIZE).toArray();
        for (int label = 0; label < 4; label++) {
            for (int part = 0; part < 3; part++) {
                assertEquals(Splits.PAPER.get(part) * count(all, label), count(parts[part], label), 1);
            }
        }
    }

    @Test
    void groupsStayTogether() {
        int[][] parts = Splits.grouped(groups, labels, Splits.PAPER, 1);
        assertEachOnce(parts);
        List<Set<String>> of = new ArrayList<>();
        for (int[] part : parts) {
            of.add(new HashSet<>(Arrays.stream(part).mapToObj(groups::get).toList()));
        }
        assertEquals(60, of.stream().mapToInt(Set::size).sum());
        for (int part = 0; part < 3; part++) {
            assertEquals(Splits.PAPER.get(part) * SIZE, parts[part].length, 0.02 * SIZE);
        }
    }

    @Test
    void seedDecides() {
        assertArrayEquals(
                Splits.grouped(groups, labels, Splits.PAPER, 1)[2], Splits.grouped(groups, labels, Splits.PAPER, 1)[2]);
        assertFalse(Arrays.equals(
                Splits.grouped(groups, labels, Splits.PAPER, 1)[2],
                Splits.grouped(groups, labels, Splits.PAPER, 2)[2]));
        assertFalse(Arrays.equals(
                Splits.stratified(labels, Splits.PAPER, 1)[2], Splits.stratified(labels, Splits.PAPER, 2)[2]));
    }

    @Test
    void sharesMustSumToOne() {
        assertThrows(IllegalArgumentException.class, () -> Splits.stratified(labels, List.of(0.5, 0.4), 1));
        assertThrows(
                IllegalArgumentException.class, () -> Splits.grouped(groups.subList(0, 3), labels, Splits.PAPER, 1));
    }
}
