package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.internal.compat.Torchdiffeq;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tableau checks itself. */
class ButcherTableauTest {

    /** Heun's method, to be spoilt in one place. */
    private static final class Coefficients {
        int order = 2;
        double[] nodes = {0, 1};
        double[][] matrix = {{}, {1}};
        double[] weights = {0.5, 0.5};
        double[] errorWeights = {0.5, -0.5};
        double[] midWeights = {0.5, 0};

        ButcherTableau tableau() {
            return new ButcherTableau(order, nodes, matrix, weights, errorWeights, midWeights);
        }
    }

    private static Stream<Named<Consumer<Coefficients>>> mistakes() {
        return Stream.of(
                Named.of("order 0", c -> c.order = 0),
                Named.of("no stages", c -> c.nodes = new double[0]),
                Named.of("first node not 0", c -> c.nodes = new double[] {0.1, 1}),
                Named.of("a row too few", c -> c.matrix = new double[][] {{}}),
                Named.of("a row too long", c -> c.matrix = new double[][] {{}, {0.5, 0.25, 0.25}}),
                Named.of("row sum is not the node", c -> c.matrix = new double[][] {{}, {0.9}}),
                Named.of("too few weights", c -> c.weights = new double[] {1}),
                Named.of("weights that do not sum to 1", c -> c.weights = new double[] {0.5, 0.4}),
                Named.of("too few error weights", c -> c.errorWeights = new double[] {0}),
                Named.of("error weights that do not sum to 0", c -> c.errorWeights = new double[] {0.5, 0.5}),
                Named.of("too many mid-point weights", c -> c.midWeights = new double[] {0.5, 0, 0}),
                Named.of("mid-point weights that do not sum to 1/2", c -> c.midWeights = new double[] {1, 0}),
                Named.of("weights of a lower order", c -> c.weights = new double[] {0.6, 0.4}),
                Named.of("a coefficient that is not a number", c -> c.weights = new double[] {0.5, Double.NaN}));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void rejectsWhatCannotBeRight(Consumer<Coefficients> mistake) {
        Coefficients coefficients = new Coefficients();
        coefficients.tableau();
        mistake.accept(coefficients);
        assertThrows(IllegalArgumentException.class, coefficients::tableau);
    }

    @Test
    void cannotBeChangedFromOutside() {
        Coefficients coefficients = new Coefficients();
        ButcherTableau tableau = coefficients.tableau();
        coefficients.weights[0] = 7;
        coefficients.matrix[1][0] = 7;
        tableau.weights()[0] = 7;
        tableau.row(1)[0] = 7;
        tableau.nodes()[1] = 7;
        tableau.errorWeights()[0] = 7;
        tableau.midWeights()[0] = 7;
        assertArrayEquals(new double[] {0.5, 0.5}, tableau.weights());
        assertArrayEquals(new double[] {1}, tableau.row(1));
        assertArrayEquals(new double[] {0, 1}, tableau.nodes());
        assertArrayEquals(new double[] {0.5, -0.5}, tableau.errorWeights());
        assertArrayEquals(new double[] {0.5, 0}, tableau.midWeights());
    }

    @Test
    void orderOfTheErrorEstimateIsFoundFromTheCoefficients() {
        assertEquals(2, new Coefficients().tableau().errorOrder());
        assertEquals(5, new DormandPrince5().tableau().errorOrder());
        assertEquals(8, new DormandPrince8().tableau().errorOrder());
        assertEquals(5, Torchdiffeq.of(new Tsitouras5()).tableau().errorOrder());
    }

    @Test
    void higherOrderThanTheWeightsHaveIsRejectedWithTheOrderTheyHave() {
        double[][] kutta = {{}, {0.5}, {0, 0.5}, {0, 0, 1}};
        double[] nodes = {0, 0.5, 0.5, 1};
        double[] weights = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
        assertEquals(4, new ButcherTableau(4, nodes, kutta, weights).order());
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new ButcherTableau(5, nodes, kutta, weights));
        assertTrue(String.valueOf(error.getMessage()).contains("order 4, expected order 5"), error.getMessage());
    }

    @Test
    void lastStageTakenForTheEndSavesAnEvaluation() {
        ButcherTableau heun = new Coefficients().tableau().takingLastStageForEnd();
        assertFalse(heun.isFsal());
        assertTrue(heun.isEndingWithLastStage());
        assertEquals(1, heun.evaluationsPerStep());
    }

    @Test
    void firstSameAsLastIsFoundFromTheCoefficients() {
        ButcherTableau heun = new Coefficients().tableau();
        assertFalse(heun.isFsal());
        assertEquals(2, heun.evaluationsPerStep());

        // Euler's step, estimated with Heun's: the second stage is the slope at the end.
        ButcherTableau euler = new ButcherTableau(
                1,
                new double[] {0, 1},
                new double[][] {{}, {1}},
                new double[] {1, 0},
                new double[] {0.5, -0.5},
                new double[] {0.5, 0});
        assertTrue(euler.isFsal());
        assertEquals(1, euler.evaluationsPerStep());
    }
}
