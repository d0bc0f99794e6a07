package io.seminode.solver.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.testkit.MeasuredNorms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The built-in norms on numbers small enough to check by head. */
class BuiltInNormsTest {
    private static final List<Part> ADJOINT = List.of(
            new Part("z", Shape.of(2), Kind.STATE, Role.COUPLED),
            new Part("a_z", Shape.of(2), Kind.ADJOINT_STATE, Role.COUPLED),
            new Part("a_theta.W", Shape.of(4), Kind.ADJOINT_PARAMETER, Role.QUADRATURE),
            new Part("a_t", Shape.scalar(), Kind.ADJOINT_TIME, Role.QUADRATURE));
    // Sums of squares 2, 10, 64 and 25; root mean squares 1, sqrt(5), 4 and 5.
    private static final List<double[]> VALUES =
            List.of(new double[] {1, -1}, new double[] {3, -1}, new double[] {-4, 4, 4, 4}, new double[] {-5});

    @ParameterizedTest
    @CsvSource({
        "default,      5",
        "default-pooled, 5",
        "seminorm,     2.23606797749979",
        "seminorm-t,   5",
        "rms,          3.349958540373629",
        "rms-seminorm, 1.7320508075688772",
        "linf,         5",
    })
    void valueOnTheAdjointState(String name, double expected) {
        assertEquals(expected, MeasuredNorms.measure(Norms.load().get(name), ADJOINT, VALUES), 1e-14);
    }

    @ParameterizedTest
    @CsvSource({
        "default,      true,  true",
        "default-pooled, true, true",
        "seminorm,     false, false",
        "seminorm-t,   false, true",
        "rms,          true,  true",
        "rms-seminorm, false, false",
        "linf,         true,  true",
    })
    void whichQuadraturesAreMeasured(String name, boolean gradient, boolean time) {
        Norm norm = Norms.load().get(name);
        assertEquals(gradient, norm.measures(ADJOINT.get(2)), "a_theta");
        assertEquals(time, norm.measures(ADJOINT.get(3)), "a_t");
        Part integral = new Part("q", Shape.scalar(), Kind.STATE, Role.QUADRATURE);
        assertEquals(gradient, norm.measures(integral), "a quadrature of the user's");
    }

    @Test
    void poolsParametersButNothingElse() {
        List<Part> parts = List.of(
                new Part("z", Shape.of(1), Kind.STATE, Role.COUPLED),
                new Part("a_theta.W", Shape.of(3), Kind.ADJOINT_PARAMETER, Role.QUADRATURE),
                new Part("a_theta.b", Shape.of(1), Kind.ADJOINT_PARAMETER, Role.QUADRATURE));
        List<double[]> values = List.of(new double[] {2}, new double[] {0, 0, 0}, new double[] {6});
        assertEquals(3, MeasuredNorms.measure(new PooledParametersNorm(), parts, values), 1e-14);
        assertEquals(6, MeasuredNorms.measure(new DefaultNorm(), parts, values), 1e-14);
    }

    @Test
    void everyBuiltInNormIsRegistered() {
        assertEquals(
                List.of("default", "default-pooled", "linf", "rms", "rms-seminorm", "seminorm", "seminorm-t"),
                Norms.load().names());
        assertEquals(
                Norms.load().names(),
                Norms.load(BuiltInNormsTest.class.getClassLoader()).names());
    }
}
