package io.seminode.solver.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.state.Part;
import io.seminode.solver.support.Fixtures;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.types.TFloat64;

/** Runs a norm on numbers, on the parts that it measures, as the solver does. */
final class MeasuredNorms {
    private MeasuredNorms() {}

    static double measure(Norm norm, List<Part> parts, List<double[]> values) {
        double[] found = Fixtures.evaluate(parts.stream().map(Part::shape).toList(), values, (tf, in) -> {
            List<MeasuredPart<TFloat64>> measured = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                if (norm.measures(parts.get(i))) {
                    measured.add(new MeasuredPart<>(parts.get(i), in.get(i)));
                }
            }
            return norm.of(tf, measured);
        });
        assertEquals(1, found.length, "a norm is a scalar");
        return found[0];
    }
}
