package io.seminode.models.cde;

import io.seminode.models.EndState;
import io.seminode.models.ModelKind;
import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.nn.Head;
import io.seminode.models.nn.Linear;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A neural controlled differential equation that classifies time series, or finds numbers for them.
 *
 * <pre>
 *     z(t_0) = initial(X(t_0))
 *     dz/dt  = tanh(f(z)) dX/dt,   f(z) a matrix [hidden, channels] made by a ReLU network
 *     output = readout(z(t_n))
 * </pre>
 *
 * <p>Source: P. Kidger, J. Morrill, J. Foster and T. Lyons, "Neural Controlled Differential Equations for Irregular Time
 * Series" (NeurIPS 2020); sizes and names of the parameters as in the seminorm paper's published code, section 3.1.
 */
public final class NeuralCde implements PredictiveModel {
    /** The field of a batch with the paths' coefficients, see {@link Interpolation}. */
    public static final String PATH = "path";

    /** The field of a batch with features that do not change in time, [batch, features]; only if the model has some. */
    public static final String STATIC = "static";

    /** The part of the state. */
    public static final String STATE = "z";

    /** Of files. */
    public static final ModelKind<Settings> KIND = new ModelKind<>(
            "neural-cde", "classifies time series, or finds numbers for them", Settings.class, NeuralCde::new);

    private final Settings settings;
    private final List<Linear> field;
    private final Linear initial;
    private final Linear readout;
    private final ControlPath path;

    /**
     * What a model is rebuilt from.
     *
     * @param channels of the path, time included
     * @param hidden size of the state
     * @param width of the network's hidden layers
     * @param layers hidden layers of the network
     * @param head what the outputs mean
     * @param outputs classes, or numbers
     * @param staticFeatures how many, besides the path; 0 for none
     * @param interpolation of the observations
     * @param times of the observations
     */
    public record Settings(
            int channels,
            int hidden,
            int width,
            int layers,
            Head head,
            int outputs,
            int staticFeatures,
            Interpolation interpolation,
            List<Double> times) {
        /** Copies the times, and rejects sizes that cannot be. */
        public Settings {
            times = List.copyOf(times);
            int fewest = head == Head.CLASSES ? 2 : 1;
            if (channels < 1 || hidden < 1 || width < 1 || layers < 1 || outputs < fewest || staticFeatures < 0) {
                throw new IllegalArgumentException("Found " + channels + " channels, " + hidden + " hidden, " + width
                        + " wide, " + layers + " layers, " + outputs + " outputs and " + staticFeatures
                        + " static features, expected positive numbers and at least " + fewest + " outputs.");
            }
            if (times.size() < 2) {
                throw new IllegalArgumentException(times.size() + " times found, expected at least 2.");
            }
        }

        /** For one that classifies. */
        public Settings(
                int channels,
                int hidden,
                int width,
                int layers,
                int classes,
                int staticFeatures,
                Interpolation interpolation,
                List<Double> times) {
            this(channels, hidden, width, layers, Head.CLASSES, classes, staticFeatures, interpolation, times);
        }

        /** The same for observations at other times. */
        public Settings withTimes(List<Double> others) {
            return new Settings(channels, hidden, width, layers, head, outputs, staticFeatures, interpolation, others);
        }

        /** The paper's for Speech Commands: hidden 90, width 40, 4 hidden layers, linear paths. */
        public static Settings paper(int channels, int classes, double... times) {
            return new Settings(
                    channels,
                    90,
                    40,
                    4,
                    classes,
                    0,
                    Interpolation.LINEAR,
                    java.util.Arrays.stream(times).boxed().toList());
        }
    }

    /** An untrained model. */
    public NeuralCde(Settings settings) {
        this.settings = settings;
        this.field = new ArrayList<>();
        field.add(new Linear("func.linear_in", settings.hidden(), settings.width()));
        for (int i = 0; i < settings.layers() - 1; i++) {
            field.add(new Linear("func.linears." + i, settings.width(), settings.width()));
        }
        field.add(new Linear("func.linear_out", settings.width(), settings.hidden() * settings.channels()));
        this.initial = new Linear("initial", settings.channels() + settings.staticFeatures(), settings.hidden());
        this.readout = new Linear("readout", settings.hidden(), settings.outputs());
        this.path = new ControlPath(
                settings.interpolation(),
                settings.channels(),
                settings.times().stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public String kind() {
        return KIND.name();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /** How its paths are evaluated. */
    public ControlPath path() {
        return path;
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(field.stream(), Stream.of(initial, readout))
                .flatMap(l -> l.parameters().stream())
                .toList();
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        field.forEach(l -> l.initialise(random, values));
        initial.initialise(random, values);
        readout.initialise(random, values);
        return values;
    }

    /**
     * The controlled dynamics as an ODE with the state {@link #STATE} [batch, hidden] and the path's constants.
     *
     * @param type precision
     * @param batch number of examples
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch) {
        return problem(type, batch, path.jumpTimes());
    }

    /**
     * The same, with the solver told of other jumps than those of the path.
     *
     * @param jumpTimes none for a solver that finds out by itself, at the price of rejected steps
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch, double... jumpTimes) {
        Problem.Builder<T> builder = Problem.builder(type)
                .state(STATE, Shape.of(batch, settings.hidden()))
                .field((tf, t, y, p) -> NamedOperands.of(STATE, derivative(tf, t, y.get(STATE), p, batch)));
        field.forEach(l -> l.parameters().forEach(builder::parameter));
        path.constants(batch).forEach(builder::parameter);
        return builder.jumpTimes(jumpTimes).build();
    }

    private <T extends TFloating> Operand<T> derivative(
            Ops tf, Operand<TFloat64> t, Operand<T> z, NamedOperands<T> p, int batch) {
        Operand<T> h = z;
        for (Linear layer : field.subList(0, field.size() - 1)) {
            h = tf.nn.relu(layer.apply(tf, p, h));
        }
        Operand<T> flat = tf.math.tanh(field.get(field.size() - 1).apply(tf, p, h));
        Operand<T> matrix = tf.reshape(flat, tf.constant(new int[] {batch, settings.hidden(), settings.channels()}));
        Operand<T> control = tf.expandDims(path.derivative(tf, t, p), tf.constant(1));
        return tf.reduceSum(tf.math.mul(matrix, control), tf.constant(2));
    }

    @Override
    public List<TensorSpec> inputs(int size) {
        int observations = settings.times().size();
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(new TensorSpec(
                PATH,
                TFloat32.class,
                Shape.of(
                        size,
                        settings.interpolation().rows(observations),
                        settings.interpolation().columns(settings.channels()))));
        if (settings.staticFeatures() > 0) {
            specs.add(new TensorSpec(STATIC, TFloat32.class, Shape.of(size, settings.staticFeatures())));
        }
        return specs;
    }

    @Override
    public List<TensorSpec> batch(int size) {
        List<TensorSpec> specs = new ArrayList<>(inputs(size));
        specs.add(settings.head().target(size, settings.outputs()));
        return specs;
    }

    private EndState solved(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> batch, int size, Solver solver) {
        Operand<TFloat32> coefficients = typed(batch, PATH);
        Operand<TFloat32> x0 = path.first(tf, coefficients);
        if (settings.staticFeatures() > 0) {
            x0 = tf.concat(List.of(x0, typed(batch, STATIC)), tf.constant(1));
        }
        double[] knots = path.knots();
        Map<String, Operand<TFloat32>> arguments = new LinkedHashMap<>(parameters.asMap());
        arguments.putAll(path.constants(tf, coefficients).asMap());
        return EndState.solve(
                tf,
                solver,
                problem(TFloat32.class, size),
                initial.apply(tf, parameters, x0),
                knots[0],
                knots[knots.length - 1],
                NamedOperands.of(arguments));
    }

    @Override
    public SymbolicPrediction predict(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> inputs, int size, Solver solver) {
        EndState end = solved(tf, parameters, inputs, size, solver);
        Operand<TFloat32> outputs = readout.apply(tf, parameters, end.last());
        return new SymbolicPrediction(
                NamedOperands.of(settings.head().predicted(), settings.head().prediction(tf, outputs)),
                end.solution().outcome());
    }

    @Override
    public SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient) {
        EndState end = solved(tf, parameters, batch, size, withGradient ? solver : solver.withoutGradient());
        Operand<TFloat32> outputs = readout.apply(tf, parameters, end.last());
        Head.Measured measured = settings.head().measure(tf, outputs, batch, settings.outputs());
        return withGradient
                ? end.loss(tf, solver, measured, initial.parameters(), readout.parameters())
                : end.lossAlone(tf, measured);
    }

    @Override
    public void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient) {
        Problem<TFloat32> problem = problem(TFloat32.class, size);
        solver.requireForwardSuccess(problem, outputs, SymbolicLoss.FORWARD);
        if (withGradient) {
            solver.requireBackwardSuccess(problem, outputs, SymbolicLoss.BACKWARD);
        }
    }

    @SuppressWarnings("unchecked") // what goes into a batch is float32
    private static Operand<TFloat32> typed(Map<String, Operand<?>> operands, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(operands.get(name), name);
    }
}
