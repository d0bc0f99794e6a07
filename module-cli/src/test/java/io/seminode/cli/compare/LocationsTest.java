package io.seminode.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.cli.compare.Locations.Bin;
import io.seminode.solver.StepRecord;
import io.seminode.solver.method.DormandPrince5;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocationsTest {
    private static Locations locations(Double... times) {
        return new Locations(List.of(times), new DormandPrince5().tableau());
    }

    @Test
    void withoutStepsTheBinsCoverTheInterval() {
        List<Bin> bins = locations(0.0, 0.1, 0.2).bins();
        assertEquals(70, bins.size());
        assertEquals(0, bins.get(0).from());
        assertEquals(0.2, bins.get(69).to(), 1e-12);
        assertEquals(0.1, bins.get(35).from(), 1e-12, "output times lie on edges");
    }

    @Test
    void everyStepCountsItsNewEvaluations() {
        Locations locations = locations(0.0, 1.0);
        locations.add(List.of(new StepRecord(1, -0.5, true), new StepRecord(0.5, -0.5, false)));
        List<Bin> bins = locations.bins();
        assertEquals(12, bins.stream().mapToLong(Bin::evaluations).sum());
        assertEquals(1, bins.stream().mapToLong(Bin::rejectedSteps).sum());
        // c = 1/5: 0.9 and 0.4
        assertEquals(1, at(bins, 0.9).evaluations());
        assertEquals(1, at(bins, 0.4).evaluations());
        // the last two nodes are 1
        assertEquals(2, at(bins, 0.5).evaluations());
        assertEquals(1, at(bins, 0.5).rejectedSteps());
    }

    @Test
    void overshootExtendsTheBins() {
        Locations locations = locations(0.0, 1.0);
        locations.add(List.of(new StepRecord(0.1, -1, true)));
        List<Bin> bins = locations.bins();
        assertEquals(-1, bins.get(0).from(), 1e-12, "a whole interval more");
        assertEquals(1, bins.get(bins.size() - 1).to(), 1e-12);
        for (int i = 1; i < bins.size(); i++) {
            assertEquals(bins.get(i - 1).to(), bins.get(i).from(), 1e-12);
        }
    }

    @Test
    void theLastTimeBelongsToTheLastBin() {
        Locations locations = locations(0.0, 1.0);
        locations.add(List.of(new StepRecord(1, -0.1, false)));
        List<Bin> bins = locations.bins();
        assertEquals(70, bins.size());
        assertEquals(1, bins.get(69).rejectedSteps());
    }

    @Test
    void whatFallsBeforeTheIntervalIsCountedInWords() {
        assertEquals(" (1,234 in all)", LocationPlot.totals(1234, 0, 0));
        assertEquals(" (1,234 in all, 34 of them below 0)", LocationPlot.totals(1234, 34, 0));
    }

    private static Bin at(List<Bin> bins, double t) {
        return bins.stream()
                .filter(b -> b.from() - 1e-12 <= t && t < b.to() - 1e-12)
                .findFirst()
                .orElseThrow();
    }
}
