package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.GradientCase;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Adjoint gradients by first state, parameters and times against finite differences, in float64. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdjointGradientTest {
    private static final double TOLERANCE = 2e-8;
    private static final Solver ACCURATE = Solver.create().withTolerances(1e-11, 1e-12);

    private interface Activation extends BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> {}

    static final List<Named<Activation>> ACTIVATIONS = List.of(
            Named.of("tanh", (tf, x) -> tf.math.tanh(x)),
            Named.of("sigmoid", (tf, x) -> tf.math.sigmoid(x)),
            Named.of("softplus", (tf, x) -> tf.math.softplus(x)));

    /** A part that feeds back, with an integral over it that reads time and a parameter of its own. */
    private GradientCase withIntegral;

    @BeforeAll
    void takeDifferences() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1, 2))
                .state("q", Shape.scalar())
                .parameter("A", Shape.of(2, 2))
                .parameter("w", Shape.of(1, 2))
                .constant("data", Shape.of(1, 2))
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> z = y.get("z");
                    Operand<TFloat64> rate = tf.math.add(
                            tf.math.tanh(tf.linalg.matMul(z, theta.get("A"))),
                            tf.math.mul(theta.get("data"), tf.math.sin(t)));
                    Operand<TFloat64> integrand = tf.math.mul(
                            tf.reduceSum(tf.math.mul(tf.math.square(z), theta.get("w")), tf.constant(new int[] {0, 1})),
                            tf.math.exp(t));
                    return NamedOperands.of("z", rate, "q", integrand);
                })
                .build();
        withIntegral = new GradientCase("with integral", problem, 0.1, 0.6, 0.7, 1.4);
    }

    private static Stream<Object[]> normsAndModes() {
        return Norms.load().names().stream()
                .flatMap(norm -> Stream.of(AdjointMode.values()).map(mode -> new Object[] {norm, mode}));
    }

    @ParameterizedTest
    @MethodSource("normsAndModes")
    void everyNormInBothModes(String norm, AdjointMode mode) {
        withIntegral.assertGradient(ACCURATE.withNorm(norm).withMode(mode), ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource
    void withoutTimes(AdjointMode mode) {
        withIntegral.assertGradientWithoutTimes(ACCURATE.withMode(mode), ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    private static Stream<Object[]> adjointsAndModes() {
        return Stream.of(Adjoint.values())
                .flatMap(adjoint -> Stream.of(AdjointMode.values()).map(mode -> new Object[] {adjoint, mode}));
    }

    @ParameterizedTest
    @MethodSource("adjointsAndModes")
    void everyAdjointInBothModes(Adjoint adjoint, AdjointMode mode) {
        Solver solver = ACCURATE.withAdjoint(adjoint).withMode(mode);
        withIntegral.assertGradient(solver, ExecutionOptions.NATIVE_CPU, TOLERANCE);
        withIntegral.assertGradientWithoutTimes(solver, ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource
    void everyAdjointUnderXla(Adjoint adjoint) {
        withIntegral.assertGradient(ACCURATE.withAdjoint(adjoint), ExecutionOptions.XLA_CPU, TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource
    void everyAdjointInReversedTime(Adjoint adjoint) {
        GradientCase test = new GradientCase("reversed", network((tf, x) -> tf.math.tanh(x)), 1.3, 0.5, 0.4, -0.2);
        for (AdjointMode mode : AdjointMode.values()) {
            test.assertGradient(ACCURATE.withAdjoint(adjoint).withMode(mode), ExecutionOptions.NATIVE_CPU, TOLERANCE);
        }
    }

    private static Stream<Object[]> methodsAndAdjoints() {
        // The other methods with constant steps differ from these by coefficients alone.
        Set<String> left = Set.of("euler", "heun2", "heun3", "ralston");
        return Methods.load().names().stream()
                .filter(method -> !left.contains(method))
                .flatMap(method -> Stream.of(Adjoint.values())
                        .filter(adjoint -> adjoint != Adjoint.CHECKPOINTED
                                || !(method.startsWith("kvaerno") || method.endsWith("adams")))
                        .map(adjoint -> new Object[] {method, adjoint}));
    }

    /** As accurate as a tolerance that a method of order 2 can meet in some hundred steps. */
    @ParameterizedTest
    @MethodSource("methodsAndAdjoints")
    void everyMethodWithEveryAdjoint(String method, Adjoint adjoint) {
        Solver solver = Solver.create()
                .withMethod(Methods.load().get(method))
                .withTolerances(1e-6, 1e-6)
                .withGradients(g -> g.withStoredSteps(4096))
                .withAdjoint(adjoint);
        if (!solver.controller().isAdaptive()) {
            solver = solver.withFirstStep(0.005);
        }
        withIntegral.assertGradient(solver, ExecutionOptions.NATIVE_CPU, 3e-3);
    }

    /** Room for few checkpoints, so that steps are solved again. */
    @ParameterizedTest
    @EnumSource
    void checkpointedWithLittleRoom(AdjointMode mode) {
        Solver solver = Solver.create()
                .withTolerances(1e-10, 1e-12)
                .withMode(mode)
                .withAdjoint(Adjoint.CHECKPOINTED)
                .withGradients(g -> g.withStoredSteps(64));
        withIntegral.assertGradient(solver, ExecutionOptions.NATIVE_CPU, 1e-7);
        withIntegral.assertGradient(
                solver.withGradients(g -> g.withMemoryBudget(24 * 2 * 3 * 8)), ExecutionOptions.NATIVE_CPU, 1e-7);
    }

    @Test
    void solvingAgainIsCounted() {
        Problem<TFloat64> problem = network((tf, x) -> tf.math.tanh(x));
        Solver solver = Solver.create().withTolerances(1e-10, 1e-12).withAdjoint(Adjoint.CHECKPOINTED);
        SolveStatistics roomy = new GradientCase("roomy", problem, 0, 3).backward(solver);
        SolveStatistics narrow =
                new GradientCase("narrow", problem, 0, 3).backward(solver.withGradients(g -> g.withStoredSteps(64)));
        assertEquals(6 * roomy.accepted() + 1, roomy.evaluations());
        assertEquals(roomy.accepted(), narrow.accepted());
        assertTrue(
                narrow.evaluations() > roomy.evaluations() && narrow.evaluations() <= 2 * roomy.evaluations(),
                narrow + " against " + roomy);
    }

    /** A network of two layers, with time among its inputs. */
    private static Problem<TFloat64> network(Activation activation) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(2, 2))
                .parameter("W", Shape.of(2, 3))
                .parameter("b", Shape.of(3))
                .parameter("V", Shape.of(3, 2))
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> hidden =
                            tf.math.add(tf.linalg.matMul(y.get("z"), theta.get("W")), tf.math.mul(theta.get("b"), t));
                    return NamedOperands.of("z", tf.linalg.matMul(activation.apply(tf, hidden), theta.get("V")));
                })
                .build();
    }

    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void everySmoothActivation(Activation activation) {
        GradientCase test = new GradientCase("network", network(activation), 0.2, 0.5, 1.3);
        test.assertGradient(ACCURATE, ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    /** Under the seminorm no step is made smaller for the kinks in the integrands of the parameters' gradients. */
    @Test
    void relu() {
        GradientCase test = new GradientCase("ReLU network", network((tf, x) -> tf.nn.relu(x)), 0.2, 0.5, 1.3);
        test.assertGradient(ACCURATE, ExecutionOptions.NATIVE_CPU, 1e-4);
    }

    @Test
    void reversedTime() {
        assertBothModes(new GradientCase("reversed", network((tf, x) -> tf.math.tanh(x)), 1.3, 0.5, 0.4, -0.2));
    }

    @Test
    void twoOutputTimes() {
        assertBothModes(new GradientCase("two times", network((tf, x) -> tf.math.tanh(x)), 0, 1));
    }

    private static void assertBothModes(GradientCase test) {
        for (AdjointMode mode : AdjointMode.values()) {
            test.assertGradient(ACCURATE.withMode(mode), ExecutionOptions.NATIVE_CPU, TOLERANCE);
        }
    }

    /** A field that switches at a time: it depends on t, and its derivative by t is zero where there is one. */
    private static Problem<TFloat64> switching(double... jumps) {
        return Problem.builder(TFloat64.class)
                .jumpTimes(jumps)
                .state("z", Shape.of(2))
                .parameter("w", Shape.of(2))
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> rate = tf.math.mul(theta.get("w"), tf.math.sin(y.get("z")));
                    return NamedOperands.of(
                            "z",
                            tf.select(
                                    tf.broadcastTo(tf.math.less(t, tf.constant(0.5)), tf.constant(new int[] {2})),
                                    rate,
                                    tf.math.neg(rate)));
                })
                .build();
    }

    /** What the jump adds to the gradient by the first time, an integral of df/dt does not see. */
    @ParameterizedTest
    @MethodSource("adjointsAndModes")
    void fieldThatSwitchesAtATime(Adjoint adjoint, AdjointMode mode) {
        // Steps end at the output times, so that none of them goes across the jump.
        GradientCase atOutput = new GradientCase("switch", switching(), 0, 0.5, 1);
        Solver solver = ACCURATE.withAdjoint(adjoint).withMode(mode);
        atOutput.assertGradientWithoutTimes(solver, ExecutionOptions.NATIVE_CPU, 1e-6);
        GradientCase atJumpTime = new GradientCase("switch", switching(0.5), 0, 0.3, 1);
        atJumpTime.assertGradient(solver, ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    /**
     * dq/dt = dH/dp and dp/dt = -dH/dq: the field is a derivative, so its adjoint needs second derivatives. The action is an
     * integral over both.
     */
    private static Problem<TFloat64> hamiltonian(Activation activation) {
        return Problem.builder(TFloat64.class)
                .state("q", Shape.of(1, 2))
                .state("p", Shape.of(1, 2))
                .state("action", Shape.scalar())
                .parameter("W", Shape.of(4, 3))
                .parameter("v", Shape.of(1, 3))
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> q = y.get("q");
                    Operand<TFloat64> p = y.get("p");
                    Operand<TFloat64> hidden =
                            tf.linalg.matMul(tf.concat(List.of(q, p), tf.constant(1)), theta.get("W"));
                    Operand<TFloat64> energy = tf.reduceSum(
                            tf.math.mul(activation.apply(tf, hidden), theta.get("v")), tf.constant(new int[] {0, 1}));
                    List<Operand<?>> slopes =
                            Gradients.vjp(tf, List.of(energy), List.of(q, p), List.of(tf.constant(1.0)));
                    Operand<TFloat64> velocity = sameType(slopes.get(1));
                    Map<String, Operand<TFloat64>> rates = new LinkedHashMap<>();
                    rates.put("q", velocity);
                    rates.put("p", tf.math.neg(sameType(slopes.get(0))));
                    rates.put("action", tf.reduceSum(tf.math.mul(p, velocity), tf.constant(new int[] {0, 1})));
                    return NamedOperands.of(rates);
                })
                .build();
    }

    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static Operand<TFloat64> sameType(Operand<?> derivative) {
        return (Operand<TFloat64>) derivative;
    }

    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void fieldThatIsADerivative(Activation activation) {
        GradientCase test = new GradientCase("Hamiltonian", hamiltonian(activation), 0, 0.4, 1);
        test.assertGradient(ACCURATE, ExecutionOptions.NATIVE_CPU, TOLERANCE);
    }

    @Test
    void fieldThatIsADerivativeUnderXla() {
        GradientCase test = new GradientCase("Hamiltonian, XLA", hamiltonian((tf, x) -> tf.math.tanh(x)), 0, 0.4, 1);
        test.assertGradient(ACCURATE, ExecutionOptions.XLA_CPU, TOLERANCE);
    }
}
