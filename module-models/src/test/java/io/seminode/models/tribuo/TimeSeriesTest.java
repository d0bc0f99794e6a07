package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

class TimeSeriesTest {
    private static TimeSeries converted(String... names) {
        double[] values = new double[names.length];
        return new NamedTimeConverter().convert(new ArrayExample<>(new Label("a"), names, values));
    }

    /** Of two values at one time, one would be lost. */
    @Test
    void oneValueForEachTime() {
        for (String[] twice : new String[][] {{"p@1", "p@1.0"}, {"p@0.0", "p@-0.0"}, {"p@0.5", "p@5e-1"}}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> converted(twice));
            assertTrue(e.getMessage().contains("\"p\""), e::getMessage);
        }
        assertEquals(3, converted("p@1", "q@1.0", "p@-0.0").observations().size());
        assertEquals(0.0, converted("p@-0.0").observations().get(0).time());
    }

    @Test
    void timesAreDecimalNumbers() {
        for (String time : new String[] {"1d", "0x1p3", "NaN", "Infinity", "1e400", ""}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> converted("p@" + time));
            assertTrue(e.getMessage().contains("p@" + time), e::getMessage);
        }
    }
}
