package io.seminode.solver.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.testkit.MeasuredNorms;
import io.seminode.solver.testkit.NormContract;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Every registered norm keeps the contract; ours keep to more. */
class NormContractTest extends NormContract {
    @Override
    protected Collection<Norm> providers() {
        return Norms.load().all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void orderOfElementsDoesNotMatter(Norm norm) {
        List<Part> parts = List.of(new Part("z", Shape.of(2, 3), Kind.STATE, Role.COUPLED));
        double[] values = Fixtures.random(13, 6, 5);
        double[] reversed =
                IntStream.range(0, 6).mapToDouble(i -> values[5 - i]).toArray();
        assertEquals(
                MeasuredNorms.measure(norm, parts, List.of(values)),
                MeasuredNorms.measure(norm, parts, List.of(reversed)),
                1e-14);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void coupledPartsAreAlwaysMeasured(Norm norm) {
        assertTrue(Stream.of(Kind.values())
                .allMatch(kind -> norm.measures(new Part("x", Shape.of(2), kind, Role.COUPLED))));
    }
}
