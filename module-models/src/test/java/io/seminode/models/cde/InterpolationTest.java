package io.seminode.models.cde;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Paths against what defines them; torchcde's numbers are compared by the command {@code verify}. */
class InterpolationTest {
    private static final double NAN = Double.NaN;
    private static final double[] TIMES = {0, 0.3, 1.1, 1.5, 3};
    private static final int CHANNELS = 2;
    private static final double[] SERIES = {0, 1, 0.3, -2, 1.1, 0.5, 1.5, 4, 3, -1};

    /** X and dX/dt at a time. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Point(double[] value, double[] slope) {}

    private static Point at(Interpolation interpolation, double[] observed, double t) {
        ControlPath path = new ControlPath(interpolation, CHANNELS, TIMES);
        double[] coefficients = interpolation.coefficients(TIMES, observed, CHANNELS);
        Shape shape = Shape.of(1, interpolation.rows(TIMES.length), interpolation.columns(CHANNELS));
        List<TensorSpec> inputs = List.of(
                new TensorSpec("c", TFloat64.class, shape), new TensorSpec("t", TFloat64.class, Shape.scalar()));
        try (CompiledFunction function =
                        CompiledFunction.compile("path", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                            Operand<TFloat64> c = typed(in, "c");
                            Operand<TFloat64> time = typed(in, "t");
                            return Map.of(
                                    "value", path.evaluate(tf, time, c),
                                    "slope", path.derivative(tf, time, path.constants(tf, c)));
                        });
                TensorMap arguments = new TensorMap(Map.<String, Tensor>of(
                        "c", Tensors.of(TFloat64.class, shape, coefficients), "t", TFloat64.scalarOf(t)));
                TensorMap outputs = function.call(arguments.asMap())) {
            return new Point(Tensors.toDoubles(outputs.get("value")), Tensors.toDoubles(outputs.get("slope")));
        }
    }

    @SuppressWarnings("unchecked") // everything here is float64
    private static Operand<TFloat64> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat64>) Objects.requireNonNull(in.get(name));
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "NATURAL_CUBIC", "HERMITE_CUBIC"})
    void goesThroughTheObservations(Interpolation interpolation) {
        for (int i = 0; i < TIMES.length; i++) {
            double[] expected = Arrays.copyOfRange(SERIES, i * CHANNELS, (i + 1) * CHANNELS);
            assertArrayEquals(expected, at(interpolation, SERIES, TIMES[i]).value(), 1e-12, "at " + TIMES[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDerivativeIsThatOfThePath(Interpolation interpolation) {
        double step = 1e-5;
        double[] knots = interpolation.knots(TIMES);
        for (double t = knots[0] + 0.1; t < knots[knots.length - 1]; t += 0.37) {
            Point before = at(interpolation, SERIES, t - step);
            Point after = at(interpolation, SERIES, t + step);
            double[] slope = at(interpolation, SERIES, t).slope();
            for (int c = 0; c < CHANNELS; c++) {
                assertEquals((after.value()[c] - before.value()[c]) / (2 * step), slope[c], 1e-6, "at " + t);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATURAL_CUBIC", "HERMITE_CUBIC"})
    void cubicPathsAreSmooth(Interpolation interpolation) {
        for (int i = 1; i < TIMES.length - 1; i++) {
            double[] before = at(interpolation, SERIES, TIMES[i]).slope();
            double[] after = at(interpolation, SERIES, Math.nextUp(TIMES[i])).slope();
            assertArrayEquals(before, after, 1e-9, "at " + TIMES[i]);
        }
        assertEquals(0, new ControlPath(interpolation, CHANNELS, TIMES).jumpTimes().length);
    }

    @Test
    void linearPathsJumpAtTheInnerKnotsAndBelongToThePieceBefore() {
        ControlPath path = new ControlPath(Interpolation.LINEAR, CHANNELS, TIMES);
        assertArrayEquals(new double[] {0.3, 1.1, 1.5}, path.jumpTimes());
        assertEquals(-10, at(Interpolation.LINEAR, SERIES, 0.3).slope()[1], 1e-12);
        assertEquals(
                2.5 / 0.8, at(Interpolation.LINEAR, SERIES, Math.nextUp(0.3)).slope()[1], 1e-12);
    }

    @Test
    void rectilinearPathsKnowNothingOfTheFuture() {
        double[] later = SERIES.clone();
        later[5] = 100; // channel 1 at the third time
        // The third time's values arrive on the piece from knot 3 to knot 4.
        for (double t = 0; t <= 3; t += 0.25) {
            assertArrayEquals(
                    at(Interpolation.RECTILINEAR, SERIES, t).value(),
                    at(Interpolation.RECTILINEAR, later, t).value());
        }
        assertTrue(at(Interpolation.RECTILINEAR, later, 3.5).value()[1] > 40);
    }

    @Test
    void missingValuesLieBetweenTheirNeighboursAndAreConstantAtTheEnds() {
        double[] observed = {0, NAN, 0.3, -2, 1.1, NAN, 1.5, 4, 3, NAN};
        double[] filled = Interpolation.LINEAR.coefficients(TIMES, observed, CHANNELS);
        double[] second = {filled[1], filled[3], filled[5], filled[7], filled[9]};
        assertArrayEquals(new double[] {-2, -2, -2 + 6 * 0.8 / 1.2, 4, 4}, second, 1e-12);
        double[] nothing = {0, NAN, 0.3, NAN, 1.1, NAN, 1.5, NAN, 3, NAN};
        for (Interpolation interpolation : Interpolation.values()) {
            double[] slope = at(interpolation, nothing, 1.2).slope();
            assertEquals(0, slope[1], interpolation + ": a channel never observed");
        }
    }

    @Test
    void whatCannotBeIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Interpolation.LINEAR.coefficients(new double[] {0, 0}, new double[4], CHANNELS));
        assertThrows(
                IllegalArgumentException.class,
                () -> Interpolation.LINEAR.coefficients(TIMES, new double[3], CHANNELS));
        double[] withoutTime = SERIES.clone();
        withoutTime[2] = NAN;
        IllegalArgumentException missing = assertThrows(
                IllegalArgumentException.class,
                () -> Interpolation.RECTILINEAR.coefficients(TIMES, withoutTime, CHANNELS));
        assertTrue(missing.getMessage().contains("row 1"), missing.getMessage());
    }
}
