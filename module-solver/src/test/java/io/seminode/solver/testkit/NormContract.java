package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What every norm keeps to; a subclass says which norms are checked. */
public abstract class NormContract extends NamedContract<Norm> {
    private static final List<Part> PARTS = List.of(
            new Part("z", Shape.of(2, 3), Kind.STATE, Role.COUPLED),
            new Part("a_z", Shape.of(2, 3), Kind.ADJOINT_STATE, Role.COUPLED),
            new Part("a_theta.W", Shape.of(4), Kind.ADJOINT_PARAMETER, Role.QUADRATURE),
            new Part("a_t", Shape.scalar(), Kind.ADJOINT_TIME, Role.QUADRATURE));
    private static final List<double[]> VALUES =
            PARTS.stream().map(p -> random(11, (int) p.shape().size(), 5)).toList();

    /** For subclasses. */
    protected NormContract() {}

    private static double[] random(long seed, int count, double scale) {
        return new Random(seed).doubles(count, -scale, scale).toArray();
    }

    private static double measure(Norm norm, List<double[]> values) {
        return MeasuredNorms.measure(norm, PARTS, values);
    }

    private static List<double[]> changed(java.util.function.UnaryOperator<double[]> change) {
        return VALUES.stream().map(v -> change.apply(v.clone())).toList();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void zeroIsZero(Norm norm) {
        assertEquals(0, measure(norm, changed(v -> new double[v.length])));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isPositiveAndHomogeneous(Norm norm) {
        double size = measure(norm, VALUES);
        assertTrue(size > 0);
        for (double factor : new double[] {10, -0.5}) {
            List<double[]> scaled =
                    changed(v -> Arrays.stream(v).map(x -> factor * x).toArray());
            assertEquals(Math.abs(factor) * size, measure(norm, scaled), 1e-12 * size, "factor " + factor);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void triangleInequalityHolds(Norm norm) {
        List<double[]> others =
                PARTS.stream().map(p -> random(12, (int) p.shape().size(), 5)).toList();
        List<double[]> sums = new java.util.ArrayList<>();
        for (int p = 0; p < PARTS.size(); p++) {
            double[] sum = VALUES.get(p).clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += others.get(p)[i];
            }
            sums.add(sum);
        }
        assertTrue(measure(norm, sums) <= measure(norm, VALUES) + measure(norm, others) + 1e-12);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void notANumberInAMeasuredPartShows(Norm norm) {
        for (int p = 0; p < PARTS.size(); p++) {
            List<double[]> spoilt = changed(v -> v);
            spoilt.get(p)[0] = Double.NaN;
            double size = measure(norm, spoilt);
            assertEquals(
                    norm.measures(PARTS.get(p)),
                    Double.isNaN(size),
                    PARTS.get(p).name());
        }
    }

    /** With own step sizes per sample, each is measured as if it were alone. */
    @ParameterizedTest
    @MethodSource("providers")
    void eachSampleIsMeasuredByItself(Norm norm) {
        int samples = 2;
        List<Part> together =
                List.of(PARTS.get(0), PARTS.get(1), new Part("q", Shape.of(samples), Kind.STATE, Role.QUADRATURE));
        List<double[]> values = List.of(VALUES.get(0), VALUES.get(1), random(13, samples, 5));
        double[] sizes = MeasuredNorms.measureEach(norm, together, values);
        assertEquals(samples, sizes.length);
        for (int i = 0; i < samples; i++) {
            List<Part> alone = new ArrayList<>();
            List<double[]> own = new ArrayList<>();
            for (int p = 0; p < together.size(); p++) {
                Part part = together.get(p);
                int size = values.get(p).length / samples;
                alone.add(new Part(part.name(), part.shape().tail().prepend(1), part.kind(), part.role()));
                own.add(Arrays.copyOfRange(values.get(p), i * size, (i + 1) * size));
            }
            assertEquals(MeasuredNorms.measure(norm, alone, own), sizes[i], 1e-12 * sizes[i], "sample " + i);
        }
    }

    /** A part that is not measured has no influence, one that is measured has. */
    @ParameterizedTest
    @MethodSource("providers")
    void measuresWhatItSaysItMeasures(Norm norm) {
        double size = measure(norm, VALUES);
        for (int p = 0; p < PARTS.size(); p++) {
            List<double[]> larger = changed(v -> v);
            Arrays.fill(larger.get(p), 1e6);
            assertEquals(
                    norm.measures(PARTS.get(p)),
                    measure(norm, larger) > 10 * size,
                    PARTS.get(p).name());
        }
    }
}
