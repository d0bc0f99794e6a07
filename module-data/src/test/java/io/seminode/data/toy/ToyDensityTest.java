package io.seminode.data.toy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyDensityTest {
    private static final double REACH = 6;

    @ParameterizedTest
    @EnumSource(names = {"EIGHT_GAUSSIANS", "TWO_MOONS", "CHECKERBOARD"})
    void integratesToOneAndGivesTheShareOfSamplesInAnyRegion(ToyDensity density) {
        // Cells of 0.08 neither cut the squares of the board nor are wide against the moons.
        int cells = 150;
        double side = 2 * REACH / cells;
        double all = 0;
        double corner = 0;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double x = -REACH + (i + 0.5) * side;
                double y = -REACH + (j + 0.5) * side;
                double mass = Math.exp(density.logDensity(x, y).orElseThrow()) * side * side;
                all += mass;
                corner += x > 0.4 && y > -0.4 ? mass : 0;
            }
        }
        assertEquals(1, all, 1e-3);
        PlanePoints points = density.sample(20_000, 3);
        float[] xy = points.gather(IntStream.range(0, points.size()).toArray()).get(PlanePoints.FIELD);
        long inCorner = IntStream.range(0, points.size())
                .filter(i -> xy[2 * i] > 0.4 && xy[2 * i + 1] > -0.4)
                .count();
        assertEquals(corner, inCorner / 20_000.0, 0.015);
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedSamePointsWithinReach(ToyDensity density) {
        int[] some = {5, 0, 17};
        float[] points = density.sample(100, 1).gather(some).get(PlanePoints.FIELD);
        assertArrayEquals(points, density.sample(100, 1).gather(some).get(PlanePoints.FIELD));
        assertFalse(java.util.Arrays.equals(
                points, density.sample(100, 2).gather(some).get(PlanePoints.FIELD)));
        for (float coordinate : points) {
            assertTrue(Math.abs(coordinate) < REACH, density.id() + " " + coordinate);
        }
    }

    @ParameterizedTest
    @EnumSource
    void meanLogDensityIsThatOfTheFormula(ToyDensity density) {
        PlanePoints one = density.sample(1, 4);
        float[] point = one.gather(new int[] {0}).get(PlanePoints.FIELD);
        assertEquals(density.logDensity(point[0], point[1]), one.meanLogDensity(density));
        assertEquals(density == ToyDensity.PINWHEEL, one.meanLogDensity(density).isEmpty());
    }
}
