package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.RungeKuttaMethod;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every Runge-Kutta method keeps to; a subclass says which methods are checked. */
public abstract class RungeKuttaMethodContract extends NamedContract<RungeKuttaMethod> {

    /** For subclasses. */
    protected RungeKuttaMethodContract() {}

    @ParameterizedTest
    @MethodSource("providers")
    void tableauIsOneAndTheSame(RungeKuttaMethod method) {
        assertSame(method.tableau(), method.tableau());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void estimatesAnError(RungeKuttaMethod method) {
        assertTrue(Arrays.stream(method.tableau().errorWeights()).anyMatch(w -> w != 0));
    }

    /** The quadrature conditions sum b_i c_i^(k-1) = 1/k, which order p needs for k up to p. */
    @ParameterizedTest
    @MethodSource("providers")
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
