package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Part;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;

/** Runs a norm on numbers, on the parts that it measures, as the solver does. */
public final class MeasuredNorms {
    private MeasuredNorms() {}

    /**
     * The norm of the given values.
     *
     * @param values for each part, row-major
     */
    public static double measure(Norm norm, List<Part> parts, List<double[]> values) {
        double[] found = Evaluation.of(
                parts.stream().map(Part::shape).toList(), values, (tf, in) -> norm.of(tf, measured(norm, parts, in)));
        assertEquals(1, found.length, "a norm is a scalar");
        return found[0];
    }

    /** The norm of each sample, as with own step sizes per sample. */
    public static double[] measureEach(Norm norm, List<Part> parts, List<double[]> values) {
        return Evaluation.of(
                parts.stream().map(Part::shape).toList(),
                values,
                (tf, in) -> norm.ofEach(tf, measured(norm, parts, in)));
    }

    private static List<MeasuredPart<TFloat64>> measured(Norm norm, List<Part> parts, List<Operand<TFloat64>> values) {
        List<MeasuredPart<TFloat64>> measured = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (norm.measures(parts.get(i))) {
                measured.add(new MeasuredPart<>(parts.get(i), values.get(i)));
            }
        }
        return measured;
    }
}
