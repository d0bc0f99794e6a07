package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered Runge-Kutta method keeps to. */
class RungeKuttaMethodContractTest {

    private static Collection<RungeKuttaMethod> methods() {
        return RungeKuttaMethods.load().all();
    }

    @Test
    void builtInMethodIsFound() {
        assertTrue(RungeKuttaMethods.load().names().contains("dopri5"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nameAndDescriptionSuitListings(RungeKuttaMethod method) {
        assertTrue(method.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), method.name());
        assertFalse(method.description().isBlank());
        assertFalse(method.description().contains("\n"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void tableauIsOneAndTheSame(RungeKuttaMethod method) {
        assertSame(method.tableau(), method.tableau());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void estimatesAnError(RungeKuttaMethod method) {
        assertTrue(Arrays.stream(method.tableau().errorWeights()).anyMatch(w -> w != 0));
    }

    /** The quadrature conditions sum b_i c_i^(k-1) = 1/k, which order p needs for k up to p. */
    @ParameterizedTest
    @MethodSource("methods")
    void integratesPolynomialsUpToItsOrder(RungeKuttaMethod method) {
        ButcherTableau tableau = method.tableau();
        for (int k = 1; k <= tableau.order(); k++) {
            int exponent = k - 1;
            double sum = IntStream.range(0, tableau.stages())
                    .mapToDouble(i -> tableau.weights()[i] * Math.pow(tableau.nodes()[i], exponent))
                    .sum();
            assertEquals(1.0 / k, sum, 1e-12, "degree " + exponent);
        }
    }
}
