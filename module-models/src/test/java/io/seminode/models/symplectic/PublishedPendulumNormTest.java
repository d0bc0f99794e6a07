package io.seminode.models.symplectic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class PublishedPendulumNormTest {
    private static Part part(String name, int size, Kind kind) {
        return new Part(name, Shape.of(size), kind, Role.COUPLED);
    }

    /** Of the flat vector (z, a_z, a_theta), the first window |z| elements and the next as many. */
    private static double published(double[] flat, int window, int state) {
        int first = Math.min(flat.length, window * state);
        int second = Math.min(flat.length, 2 * window * state);
        return Math.max(rms(flat, 0, first), second > first ? rms(flat, first, second) : 0);
    }

    private static double rms(double[] values, int from, int to) {
        double sum = IntStream.range(from, to)
                .mapToDouble(i -> values[i] * values[i])
                .sum();
        return Math.sqrt(sum / (to - from));
    }

    private static double measure(Norm norm, List<Part> parts, double[] flat) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            List<MeasuredPart<TFloat64>> measured = new ArrayList<>();
            int from = 0;
            for (Part part : parts) {
                int size = Math.toIntExact(part.shape().size());
                double[] values = Arrays.copyOfRange(flat, from, from + size);
                measured.add(new MeasuredPart<>(part, tf.constant(values)));
                from += size;
            }
            try (var result = session.runner().fetch(norm.of(tf, measured)).run()) {
                return ((TFloat64) result.get(0)).getDouble();
            }
        }
    }

    @Test
    void poolsWhatThePublishedSlicesCover() {
        double[] flat = {5, -1, 2, 0.5, 3, 1, -2, 4, 0.25, 7, -6, 1, 9, 2};
        List<Part> parts = List.of(
                part("z", 2, Kind.STATE),
                part("a_z", 2, Kind.ADJOINT_STATE),
                part("a_theta.W", 7, Kind.ADJOINT_PARAMETER),
                part("a_theta.b", 3, Kind.ADJOINT_PARAMETER));
        for (int window : new int[] {1, 2, 3, 4, 8}) {
            assertEquals(published(flat, window, 2), measure(new PublishedPendulumNorm(window), parts, flat), 1e-14);
        }
    }

    @Test
    void isFoundByNameAndLeavesOnlyTimeOut() {
        Norm norm = Norms.load(PublishedPendulumNormTest.class.getClassLoader()).get("seminorm-published");
        assertTrue(norm.measures(part("a_theta.W", 2, Kind.ADJOINT_PARAMETER)));
        assertFalse(norm.measures(part("a_t", 1, Kind.ADJOINT_TIME)));
    }

    @Test
    void windowIsAnOption() {
        Providers<Norm> norms = Norms.load(PublishedPendulumNormTest.class.getClassLoader());
        List<Part> parts = List.of(part("z", 2, Kind.STATE), part("a_theta.W", 4, Kind.ADJOINT_PARAMETER));
        double[] flat = {1, -2, 3, 4, 5, 6};
        Norm norm = norms.get("seminorm-published:window=1");
        assertEquals(published(flat, 1, 2), measure(norm, parts, flat), 1e-14);
        assertThrows(ProviderOptionException.class, () -> norms.get("seminorm-published:window=0"));
    }

    @Test
    void rejectsAnEmptyWindow() {
        assertThrows(IllegalArgumentException.class, () -> new PublishedPendulumNorm(0));
    }
}
