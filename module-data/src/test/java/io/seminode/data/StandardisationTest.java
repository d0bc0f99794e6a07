package io.seminode.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardisationTest {
    private static Standardisation measured(double... values) {
        Standardisation.Builder builder = new Standardisation.Builder(1);
        for (double value : values) {
            builder.add(new double[] {value});
        }
        return builder.build();
    }

    /** 1, 2, 3, 4 have mean 5/2 and variance 5/3. */
    @Test
    void meanAndDeviationAreThoseOfTheUnitsAndTheOrigin() {
        for (double scale : new double[] {1e-150, 1e-9, 1, 1e9, 1e30}) {
            Standardisation found = measured(scale, 2 * scale, 3 * scale, 4 * scale);
            assertEquals(2.5 * scale, found.means().get(0), 1e-15 * scale);
            assertEquals(Math.sqrt(5. / 3) * scale, found.deviations().get(0), 1e-15 * scale);
            assertEquals(-1.5 / Math.sqrt(5. / 3), found.apply(0, scale), 1e-15);
            assertEquals(scale, found.invert(0, found.apply(0, scale)), 1e-15 * scale);
            assertEquals(Math.log(Math.sqrt(5. / 3) * scale), found.logVolume(), 1e-12);
        }
        for (double origin : new double[] {5.4e6, 1.7e9, -1e15}) {
            Standardisation found = measured(origin + 1, origin + 2, origin + 3, origin + 4);
            assertEquals(origin + 2.5, found.means().get(0));
            assertEquals(Math.sqrt(5. / 3), found.deviations().get(0), 1e-15);
        }
    }

    @Test
    void oneValueHasDeviationOneAndMissingOnesDoNotCount() {
        assertEquals(new Standardisation(List.of(1e-9), List.of(1.)), measured(1e-9, 1e-9, 1e-9));
        assertEquals(measured(1, 2), measured(1, Double.NaN, 2));
        assertEquals(new Standardisation(List.of(0.), List.of(1.)), measured());
    }

    @Test
    void aNormalisationInSinglePrecisionIsTakenOver() {
        Normalisation normalisation = new Normalisation(List.of(0.1f), List.of(2f));
        Standardisation same = Standardisation.of(normalisation);
        assertEquals(normalisation.apply(0, 3), same.apply(0, 3), 1e-7);
        assertEquals((double) 0.1f, same.means().get(0));
        assertEquals(2 + 1e-5, same.deviations().get(0));
    }

    @Test
    void whatCannotBeIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Standardisation(List.of(1.), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Standardisation(List.of(1.), List.of(0.)));
        assertThrows(IllegalArgumentException.class, () -> new Standardisation(List.of(Double.NaN), List.of(1.)));
        assertThrows(IllegalArgumentException.class, () -> new Standardisation.Builder(2).add(new double[1]));
    }
}
