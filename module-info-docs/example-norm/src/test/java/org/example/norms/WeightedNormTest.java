package org.example.norms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seminode.solver.norm.Norm;
import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.testkit.MeasuredNorms;
import io.seminode.solver.testkit.NormContract;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The norm keeps the contract of all norms, and weighs as it says. */
class WeightedNormTest extends NormContract {
    private static final Providers<Norm> NORMS = Providers.of("norm", List.of(new WeightedNorm()));
    private static final List<Part> PARTS = List.of(
            new Part("z", Shape.of(2), Kind.STATE, Role.COUPLED),
            new Part("a_z", Shape.of(2), Kind.ADJOINT_STATE, Role.COUPLED),
            new Part("a_theta.W", Shape.of(1), Kind.ADJOINT_PARAMETER, Role.QUADRATURE));
    private static final List<double[]> VALUES =
            List.of(new double[] {3, -3}, new double[] {-40, 40}, new double[] {500});

    @Override
    protected Collection<Norm> providers() {
        return List.of(NORMS.get("weighted"), NORMS.get("weighted:z=1,a_z=0.1"), NORMS.get("weighted:quadratures=2"));
    }

    @Test
    void weighs() {
        assertEquals(40, MeasuredNorms.measure(NORMS.get("weighted"), PARTS, VALUES), 1e-12);
        assertEquals(4, MeasuredNorms.measure(NORMS.get("weighted:z=1,a_z=0.1"), PARTS, VALUES), 1e-12);
        assertEquals(30, MeasuredNorms.measure(NORMS.get("weighted:z=10,a_z=0"), PARTS, VALUES), 1e-12);
        assertEquals(50, MeasuredNorms.measure(NORMS.get("weighted:quadratures=0.1"), PARTS, VALUES), 1e-12);
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThrows(ProviderOptionException.class, () -> NORMS.get("weighted:z=-1"));
        Norm misspelt = NORMS.get("weighted:zz=1");
        assertThrows(IllegalArgumentException.class, () -> MeasuredNorms.measure(misspelt, PARTS, VALUES));
    }
}
