package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Method;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method keeps to; a subclass says which methods are checked. */
public abstract class MethodContract extends NamedContract<Method> {

    /** For subclasses. */
    protected MethodContract() {}

    @ParameterizedTest
    @MethodSource("providers")
    void tableauIsOneAndTheSame(Method method) {
        assertSame(method.tableau(), method.tableau());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void errorEstimateEstimatesSomething(Method method) {
        assertTrue(!method.tableau().hasErrorEstimate()
                || Arrays.stream(method.tableau().errorWeights()).anyMatch(w -> w != 0));
    }

    /** Otherwise the error of an accepted step would be that of the worse solution. */
    @ParameterizedTest
    @MethodSource("providers")
    void carriesTheBetterSolutionOn(Method method) {
        assertEquals(method.tableau().order(), method.tableau().errorOrder());
    }

    /** sum m_i c_i = 1/8: with less, dense output would have order 1. */
    @ParameterizedTest
    @MethodSource("providers")
    void middleOfTheStepHasOrderTwo(Method method) {
        ButcherTableau tableau = method.tableau();
        if (tableau.hasMidWeights()) {
            double sum = IntStream.range(0, tableau.stages())
                    .mapToDouble(i -> tableau.midWeights()[i] * tableau.nodes()[i])
                    .sum();
            assertEquals(1.0 / 8, sum, 1e-12);
        }
    }
}
