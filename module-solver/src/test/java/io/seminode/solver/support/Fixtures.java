package io.seminode.solver.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.NamedOperands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** What the tests of several subjects need: small problems, comparisons. */
public final class Fixtures {
    /** The name of the only part of most problems. */
    public static final String Z = "z";

    private Fixtures() {}

    /** A derivative of part {@link #Z} alone. */
    @FunctionalInterface
    public interface Rate {
        /** dz/dt. */
        Operand<TFloat64> at(Ops tf, Operand<TFloat64> t, Operand<TFloat64> z);
    }

    /** A problem with one part {@link #Z} and no parameters. */
    public static Problem<TFloat64> problem(Shape shape, Rate rate) {
        return Problem.builder(TFloat64.class)
                .state(Z, shape)
                .field((tf, t, y, theta) -> NamedOperands.of(Z, rate.at(tf, t, y.get(Z))))
                .build();
    }

    /** A field of part {@link #Z} alone. */
    public static VectorField<TFloat64> field(Rate rate) {
        return (tf, t, y, theta) -> NamedOperands.of(Z, rate.at(tf, t, y.get(Z)));
    }

    /** State or parameters with one entry. */
    public static Map<String, double[]> values(String name, double... values) {
        return Map.of(name, values);
    }

    /** State or parameters with two entries. */
    public static Map<String, double[]> values(String name1, double[] values1, String name2, double[] values2) {
        Map<String, double[]> map = new LinkedHashMap<>();
        map.put(name1, values1);
        map.put(name2, values2);
        return map;
    }

    /** Independent, uniform between -scale and scale, the same for the same seed. */
    public static double[] random(long seed, int count, double scale) {
        Random random = new Random(seed);
        return random.doubles(count, -scale, scale).toArray();
    }

    /** The sum of products. */
    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Each within the relative tolerance, or within the absolute one where the expected value is small. */
    public static void assertClose(double[] expected, double[] found, double relative, double absolute, String what) {
        assertEquals(expected.length, found.length, what + ": length");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], absolute + relative * Math.abs(expected[i]), what + ", element " + i);
        }
    }
}
