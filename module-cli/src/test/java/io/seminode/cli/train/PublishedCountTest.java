package io.seminode.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.StepRecord;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.DormandPrince5;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the paper's code reads steps off the times of evaluations. */
class PublishedCountTest {
    private static final ButcherTableau DOPRI5 = new DormandPrince5().tableau();
    private static final List<Double> PENDULUM =
            IntStream.range(0, 8).mapToObj(i -> 0.05 * i).toList();

    private static PublishedCount read(List<StepRecord> steps, List<Double> times, Double... jumps) {
        return PublishedCount.of(steps, times, List.of(jumps), DOPRI5);
    }

    /** Steps of these sizes from each output time back to the one before. */
    private static List<StepRecord> pendulum(double... sizes) {
        List<StepRecord> steps = new ArrayList<>();
        for (int i = PENDULUM.size() - 1; i > 0; i--) {
            double t = PENDULUM.get(i);
            for (double size : sizes) {
                steps.add(new StepRecord(t, -size, true));
                t -= size;
            }
        }
        return steps;
    }

    @Test
    void ofOneSolveItIsRight() {
        List<StepRecord> steps = List.of(
                new StepRecord(1, -0.4, true),
                new StepRecord(0.6, -0.4, false),
                new StepRecord(0.6, -0.3, true),
                new StepRecord(0.3, -0.5, true));
        PublishedCount count = read(steps, List.of(0.0, 1.0));
        assertEquals(3, count.accepted().size());
        assertEquals(1, count.rejected().size());
        assertEquals(0.2, count.rejected().get(0), 1e-12);
    }

    /** 14 steps, none rejected: 98 evaluations. The paper's table 4 has 0.18 and 0.11 thousand for 18 batches. */
    @Test
    void fourteenStepsOfThePendulumReadAsTenAndSix() {
        List<StepRecord> steps = pendulum(0.0458, 0.05);
        assertEquals(
                98,
                PublishedCount.passes(steps, PENDULUM, List.of(), DOPRI5).get(0).size());
        PublishedCount count = read(steps, PENDULUM);
        assertEquals(10, count.accepted().size());
        assertEquals(6, count.rejected().size());
    }

    /** 7 steps: 56 evaluations, in the paper's table 0.16 and 0.00 thousand for 18 batches. */
    @Test
    void sevenStepsOfThePendulumReadAsNineAndNone() {
        PublishedCount count = read(pendulum(0.0564), PENDULUM);
        assertEquals(9, count.accepted().size());
        assertEquals(0, count.rejected().size());
    }

    @Test
    void passesAreReadOneByOne() {
        List<StepRecord> two = new ArrayList<>(pendulum(0.0458, 0.05));
        two.addAll(pendulum(0.0458, 0.05));
        PublishedCount count = read(two, PENDULUM);
        assertEquals(20, count.accepted().size());
        assertEquals(12, count.rejected().size());
    }

    /** Each jump adds an evaluation, so that the ends of later steps are taken from their stages. */
    @Test
    void aJumpMovesTheReading() {
        List<StepRecord> steps =
                List.of(new StepRecord(4, -1, true), new StepRecord(3, -1, true), new StepRecord(2, -1, true));
        assertEquals(List.of(3.0, 2.0, 1.0), read(steps, List.of(1.0, 4.0)).accepted());
        List<Double> read = read(steps, List.of(1.0, 4.0), 3.0, 2.0).accepted();
        assertEquals(List.of(3.0, 2.0), read.subList(0, 2));
        assertEquals(2 - 8 / 9.0, read.get(2), 1e-12);
    }
}
