package io.seminode.models.symplectic;

import io.seminode.models.ModelKind;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.TrainableModel;
import io.seminode.models.nn.Linear;
import io.seminode.models.symplectic.PositiveMatrixNet.Matrix;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Symplectic ODE-Net for two angles: learns Hamiltonian dynamics with control from positions on the circle and
 * velocities.
 *
 * <p>The state of an example is (cos q, sin q, q', u), [8]. With networks for the inverse mass matrix A(q) = M^-1(q), the
 * potential V(q) and the input matrix g(q), and the momentum p = A^-1 q', the Hamiltonian is H = p^T A p / 2 + V, and
 *
 * <pre>
 *     q'  = dH/dp = A p
 *     p'  = -dH/dq + g u
 *     q'' = A p' + (dA/dt) p
 * </pre>
 *
 * <p>Source: Y. D. Zhong, B. Dey and A. Chakraborty, "Symplectic ODE-Net: Learning Hamiltonian Dynamics with Control"
 * (ICLR 2020), section 3.3; sizes as in the seminorm paper, section 3.3. Where the original differentiates automatically,
 * derivatives are written out: since A A^-1 q' = q', the angles' rate is the velocity itself, and the derivatives of A by
 * both angles serve dH/dq and dA/dt alike. The function is the same, the work about a third.
 */
public final class SymplecticOdeNet implements TrainableModel {
    /** The part of the state, and the field of a batch. */
    public static final String STATE = "x";

    /** Of files. */
    public static final ModelKind<Settings> KIND = new ModelKind<>(
            "symplectic-ode-net",
            "learns Hamiltonian dynamics with control of two angles",
            Settings.class,
            s -> new SymplecticOdeNet(
                    s.massWidth(),
                    s.potentialWidth(),
                    s.inputWidth(),
                    s.times().stream().mapToDouble(Double::doubleValue).toArray()));

    static final int CHANNELS = 8;

    private final Settings settings;
    private final PositiveMatrixNet massNet;
    private final List<Linear> potentialNet;
    private final List<Linear> inputNet;
    private final double[] times;

    /**
     * A network.
     *
     * @param massWidth hidden width of the network for the inverse mass matrix
     * @param potentialWidth hidden width of that for the potential
     * @param inputWidth hidden width of that for the input matrix
     * @param times of a training window in s, the first one included
     */
    public SymplecticOdeNet(int massWidth, int potentialWidth, int inputWidth, double... times) {
        this.massNet = PositiveMatrixNet.of("M_net", 4, massWidth);
        this.potentialNet = threeLayers("V_net", potentialWidth, 1);
        this.inputNet = threeLayers("g_net.mlp", inputWidth, 4);
        this.times = times.clone();
        this.settings = new Settings(
                massWidth,
                potentialWidth,
                inputWidth,
                DoubleStream.of(times).boxed().toList());
    }

    /**
     * What a network is rebuilt from.
     *
     * @param massWidth hidden width of the network for the inverse mass matrix
     * @param potentialWidth hidden width of that for the potential
     * @param inputWidth hidden width of that for the input matrix
     * @param times of a training window in s
     */
    public record Settings(int massWidth, int potentialWidth, int inputWidth, List<Double> times) {
        /** Copies the times. */
        public Settings {
            times = List.copyOf(times);
        }
    }

    @Override
    public String kind() {
        return KIND.name();
    }

    @Override
    public Record settings() {
        return settings;
    }

    /** The network of the paper: widths 400, 300 and 300, 509,108 parameters. */
    public static SymplecticOdeNet paper(double... times) {
        return new SymplecticOdeNet(400, 300, 300, times);
    }

    private static List<Linear> threeLayers(String name, int hidden, int out) {
        return List.of(
                new Linear(name + ".linear1", 4, hidden),
                new Linear(name + ".linear2", hidden, hidden),
                new Linear(name + ".linear3", hidden, out));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        massNet.layers().forEach(l -> parameters.addAll(l.parameters()));
        potentialNet.subList(0, 2).forEach(l -> parameters.addAll(l.parameters()));
        // Only the slope of the potential matters, not its level.
        parameters.addAll(potentialNet.get(2).parameters(Parameter.Use.MAY_BE_UNUSED));
        inputNet.forEach(l -> parameters.addAll(l.parameters()));
        return parameters;
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        massNet.layers().forEach(l -> l.initialise(random, values));
        potentialNet.forEach(l -> l.initialise(random, values));
        inputNet.forEach(l -> l.initialise(random, values));
        return values;
    }

    /**
     * The dynamics as an ODE with the state {@link #STATE} [batch, 8].
     *
     * @param type precision
     * @param batch number of examples
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch) {
        Problem.Builder<T> builder = Problem.builder(type)
                .state(STATE, Shape.of(batch, CHANNELS))
                .samples()
                .field((tf, t, y, parameters) ->
                        NamedOperands.of(STATE, derivative(tf, y.get(STATE), parameters, batch)));
        parameters().forEach(builder::parameter);
        return builder.build();
    }

    private <T extends TFloating> Operand<T> derivative(Ops tf, Operand<T> x, NamedOperands<T> parameters, int batch) {
        Class<T> type = x.asOutput().type();
        Operand<T> cosSin = columns(tf, x, 0, 4);
        Operand<T> cos = columns(tf, x, 0, 2);
        Operand<T> sin = columns(tf, x, 2, 2);
        Operand<T> velocity = columns(tf, x, 4, 2);
        Operand<T> zero = Tensors.zeros(tf, type, Shape.of(batch, 1));

        // Along q_j, (cos, sin) changes by (-sin q_j, cos q_j) in the entries of q_j.
        Operand<T> along1 = row(tf, List.of(tf.math.neg(columns(tf, x, 2, 1)), zero, columns(tf, x, 0, 1), zero));
        Operand<T> along2 = row(tf, List.of(zero, tf.math.neg(columns(tf, x, 3, 1)), zero, columns(tf, x, 1, 1)));
        Operand<T> tangents = tf.concat(List.of(along1, along2), tf.constant(0));
        List<Matrix<T>> a = massNet.withTangents(tf, parameters, cosSin, tangents, batch);
        Vector<T> qDot = Vector.of(tf, velocity);
        Vector<T> p = solve(tf, a.get(0), qDot);
        Vector<T> slope = slopeByAngle(tf, parameters, cosSin);
        Vector<T> energy1 = product(tf, a.get(1), p);
        Vector<T> energy2 = product(tf, a.get(2), p);
        Vector<T> force = force(tf, parameters, cosSin, Vector.of(tf, columns(tf, x, 6, 2)));
        Vector<T> pDot = new Vector<>(
                tf.math.sub(force.first(), tf.math.add(slope.first(), halfDot(tf, type, p, energy1))),
                tf.math.sub(force.second(), tf.math.add(slope.second(), halfDot(tf, type, p, energy2))));

        Vector<T> push = product(tf, a.get(0), pDot);
        Operand<T> acceleration1 = tf.math.addN(List.of(
                push.first(), tf.math.mul(qDot.first(), energy1.first()), tf.math.mul(qDot.second(), energy2.first())));
        Operand<T> acceleration2 = tf.math.addN(List.of(
                push.second(),
                tf.math.mul(qDot.first(), energy1.second()),
                tf.math.mul(qDot.second(), energy2.second())));
        return row(
                tf,
                List.of(
                        tf.math.neg(tf.math.mul(sin, velocity)),
                        tf.math.mul(cos, velocity),
                        acceleration1,
                        acceleration2,
                        zero,
                        zero));
    }

    /** The torques of {@link EnergyShaping}, [batch, 2], for states [batch, 8]. */
    <T extends TFloating> Operand<T> shapingTorques(
            Ops tf, Operand<T> x, NamedOperands<T> parameters, int batch, double damping) {
        Class<T> type = x.asOutput().type();
        Operand<T> cosSin = columns(tf, x, 0, 4);
        Operand<T> noTangents = Tensors.zeros(tf, type, Shape.of(2L * batch, 4));
        Matrix<T> a =
                massNet.withTangents(tf, parameters, cosSin, noTangents, batch).get(0);
        Vector<T> momentum = solve(tf, a, Vector.of(tf, columns(tf, x, 4, 2)));
        Vector<T> slope = slopeByAngle(tf, parameters, cosSin);
        Operand<T> brake = Tensors.constant(tf, type, damping);
        Operand<T> force1 =
                tf.math.sub(tf.math.add(slope.first(), slope.first()), tf.math.mul(brake, momentum.first()));
        Operand<T> force2 =
                tf.math.sub(tf.math.add(slope.second(), slope.second()), tf.math.mul(brake, momentum.second()));
        Operand<T> g = inputMatrix(tf, parameters, cosSin);
        Operand<T> g00 = columns(tf, g, 0, 1);
        Operand<T> g01 = columns(tf, g, 1, 1);
        Operand<T> g10 = columns(tf, g, 2, 1);
        Operand<T> g11 = columns(tf, g, 3, 1);
        Operand<T> determinant = tf.math.sub(tf.math.mul(g00, g11), tf.math.mul(g01, g10));
        return tf.math.div(
                row(
                        tf,
                        List.of(
                                tf.math.sub(tf.math.mul(g11, force1), tf.math.mul(g01, force2)),
                                tf.math.sub(tf.math.mul(g00, force2), tf.math.mul(g10, force1)))),
                determinant);
    }

    /** dV/dq. */
    private <T extends TFloating> Vector<T> slopeByAngle(Ops tf, NamedOperands<T> parameters, Operand<T> cosSin) {
        Operand<T> byCosSin = potentialSlope(tf, parameters, cosSin);
        return Vector.of(
                tf,
                tf.math.sub(
                        tf.math.mul(columns(tf, cosSin, 0, 2), columns(tf, byCosSin, 2, 2)),
                        tf.math.mul(columns(tf, cosSin, 2, 2), columns(tf, byCosSin, 0, 2))));
    }

    /** dV/d(cos q, sin q), [batch, 4], in reverse mode; the value of V itself is not needed. */
    private <T extends TFloating> Operand<T> potentialSlope(Ops tf, NamedOperands<T> parameters, Operand<T> cosSin) {
        Operand<T> linear1 = potentialNet.get(0).apply(tf, parameters, cosSin);
        Operand<T> linear2 = potentialNet.get(1).apply(tf, parameters, tf.math.softplus(linear1));
        Operand<T> back =
                tf.math.mul(tf.math.sigmoid(linear2), potentialNet.get(2).weight(parameters));
        back = tf.math.mul(tf.math.sigmoid(linear1), potentialNet.get(1).applyTransposed(tf, parameters, back));
        return potentialNet.get(0).applyTransposed(tf, parameters, back);
    }

    /** The generalised force g(q) u. */
    private <T extends TFloating> Vector<T> force(Ops tf, NamedOperands<T> parameters, Operand<T> cosSin, Vector<T> u) {
        Operand<T> g = inputMatrix(tf, parameters, cosSin);
        return new Vector<>(
                tf.math.add(
                        tf.math.mul(columns(tf, g, 0, 1), u.first()), tf.math.mul(columns(tf, g, 1, 1), u.second())),
                tf.math.add(
                        tf.math.mul(columns(tf, g, 2, 1), u.first()), tf.math.mul(columns(tf, g, 3, 1), u.second())));
    }

    /** g(q), [batch, 4]: row by row. */
    private <T extends TFloating> Operand<T> inputMatrix(Ops tf, NamedOperands<T> parameters, Operand<T> cosSin) {
        Operand<T> h = cosSin;
        for (Linear layer : inputNet.subList(0, 2)) {
            h = tf.math.softplus(layer.apply(tf, parameters, h));
        }
        return inputNet.get(2).apply(tf, parameters, h);
    }

    /** Two numbers for each example, [batch, 1] each. */
    private record Vector<T extends TFloating>(Operand<T> first, Operand<T> second) {
        static <T extends TFloating> Vector<T> of(Ops tf, Operand<T> x) {
            return new Vector<>(columns(tf, x, 0, 1), columns(tf, x, 1, 1));
        }
    }

    private static <T extends TFloating> Vector<T> product(Ops tf, Matrix<T> a, Vector<T> x) {
        return new Vector<>(
                tf.math.add(tf.math.mul(a.a00(), x.first()), tf.math.mul(a.a01(), x.second())),
                tf.math.add(tf.math.mul(a.a01(), x.first()), tf.math.mul(a.a11(), x.second())));
    }

    private static <T extends TFloating> Vector<T> solve(Ops tf, Matrix<T> a, Vector<T> x) {
        Operand<T> determinant = tf.math.sub(tf.math.mul(a.a00(), a.a11()), tf.math.square(a.a01()));
        return new Vector<>(
                tf.math.div(
                        tf.math.sub(tf.math.mul(a.a11(), x.first()), tf.math.mul(a.a01(), x.second())), determinant),
                tf.math.div(
                        tf.math.sub(tf.math.mul(a.a00(), x.second()), tf.math.mul(a.a01(), x.first())), determinant));
    }

    private static <T extends TFloating> Operand<T> halfDot(Ops tf, Class<T> type, Vector<T> x, Vector<T> y) {
        return tf.math.mul(
                Tensors.constant(tf, type, 0.5),
                tf.math.add(tf.math.mul(x.first(), y.first()), tf.math.mul(x.second(), y.second())));
    }

    private static <T extends TFloating> Operand<T> columns(Ops tf, Operand<T> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }

    private static <T extends TFloating> Operand<T> row(Ops tf, List<Operand<T>> columns) {
        return tf.concat(columns, tf.constant(1));
    }

    @Override
    public List<TensorSpec> batch(int size) {
        return List.of(new TensorSpec(STATE, TFloat32.class, Shape.of(size, times.length, CHANNELS)));
    }

    @Override
    @SuppressWarnings("unchecked") // the type is that of the batch's specification
    public SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient) {
        Problem<TFloat32> problem = problem(TFloat32.class, size);
        Operand<TFloat32> windows = (Operand<TFloat32>) batch.get(STATE);
        Operand<TFloat32> byTime = tf.linalg.transpose(windows, tf.constant(new int[] {1, 0, 2}));
        Operand<TFloat64> outputTimes = tf.constant(times);
        Operand<TFloat32> first = tf.gather(byTime, tf.constant(0), tf.constant(0));
        SymbolicSolution<TFloat32> solution =
                solver.solve(tf, problem, NamedOperands.of(STATE, first), outputTimes, times.length, parameters);

        Operand<TFloat32> difference = tf.math.sub(solution.values().get(STATE), byTime);
        Operand<TInt32> overTimesAndChannels = tf.constant(new int[] {0, 2});
        Operand<TFloat32> perExample = tf.math.mean(tf.math.square(difference), overTimesAndChannels);
        Operand<TFloat32> mean = tf.math.mean(perExample, tf.constant(0));
        if (!withGradient) {
            return new SymbolicLoss(perExample, mean, null, solution.outcome(), null);
        }
        Operand<TFloat32> scale = tf.constant(2f / (size * times.length * CHANNELS));
        SymbolicGradient<TFloat32> gradient = solver.gradient(
                tf,
                problem,
                solution,
                NamedOperands.of(STATE, tf.math.mul(scale, difference)),
                outputTimes,
                times.length,
                parameters,
                false);
        return new SymbolicLoss(perExample, mean, gradient.parameters(), solution.outcome(), gradient.outcome());
    }

    @Override
    public void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient) {
        Problem<TFloat32> problem = problem(TFloat32.class, size);
        solver.requireForwardSuccess(problem, outputs, SymbolicLoss.FORWARD);
        if (withGradient) {
            solver.requireBackwardSuccess(problem, outputs, SymbolicLoss.BACKWARD);
        }
    }
}
