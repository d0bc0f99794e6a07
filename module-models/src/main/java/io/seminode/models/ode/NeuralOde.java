package io.seminode.models.ode;

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
import io.seminode.solver.tensor.Tensors;
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
import org.tensorflow.types.family.TFloating;

/**
 * An augmented neural ODE that classifies vectors, or finds numbers for them.
 *
 * <pre>
 *     z(0)    = (read_in(x), 0)
 *     dz/dt   = f(z),   f a tanh network
 *     output  = read_out(z(1))
 * </pre>
 *
 * <p>Sources: R. T. Q. Chen, Y. Rubanova, J. Bettencourt and D. Duvenaud, "Neural Ordinary Differential Equations" (NeurIPS
 * 2018); E. Dupont, A. Doucet and Y. W. Teh, "Augmented Neural ODEs" (NeurIPS 2019), for the channels that begin at 0.
 */
public final class NeuralOde implements PredictiveModel {
    /** The field of a batch with the vectors, [batch, features]. */
    public static final String FEATURES = "x";

    /** The part of the state. */
    public static final String STATE = "z";

    /** Of files. */
    public static final ModelKind<Settings> KIND = new ModelKind<>(
            "neural-ode", "classifies vectors, or finds numbers for them", Settings.class, NeuralOde::new);

    private final Settings settings;
    private final Linear readIn;
    private final List<Linear> field = new ArrayList<>();
    private final Linear readOut;

    /**
     * What a model is rebuilt from.
     *
     * @param features of a vector
     * @param hidden channels of the state that the vector is mapped to
     * @param augmented channels of the state that begin at 0
     * @param width of the network's hidden layers
     * @param layers hidden layers of the network
     * @param head what the outputs mean
     * @param outputs classes, or numbers
     */
    public record Settings(int features, int hidden, int augmented, int width, int layers, Head head, int outputs) {
        /** Rejects sizes that cannot be. */
        public Settings {
            if (features < 1 || hidden < 1 || augmented < 0 || width < 1 || layers < 1 || outputs < 1) {
                throw new IllegalArgumentException(
                        "Found " + features + " features, " + hidden + " hidden and " + augmented
                                + " augmented channels, " + layers + " layers " + width + " wide and " + outputs
                                + " outputs, expected positive numbers, and 0 or more augmented channels.");
            }
        }

        /** Channels of the state. */
        int channels() {
            return hidden + augmented;
        }
    }

    /** An untrained model. */
    public NeuralOde(Settings settings) {
        this.settings = settings;
        this.readIn = new Linear("read_in", settings.features(), settings.hidden());
        this.readOut = new Linear("read_out", settings.channels(), settings.outputs());
        int in = settings.channels();
        for (int i = 0; i < settings.layers(); i++) {
            field.add(new Linear("field." + i, in, settings.width()));
            in = settings.width();
        }
        field.add(new Linear("field." + settings.layers(), in, settings.channels()));
    }

    @Override
    public String kind() {
        return KIND.name();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public List<Parameter> parameters() {
        return layers().flatMap(layer -> layer.parameters().stream()).toList();
    }

    private Stream<Linear> layers() {
        return Stream.of(Stream.of(readIn), field.stream(), Stream.of(readOut)).flatMap(s -> s);
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        layers().forEach(layer -> layer.initialise(random, values));
        return values;
    }

    /**
     * The dynamics, with the state {@link #STATE} [batch, channels].
     *
     * @param type precision
     * @param batch number of examples
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch) {
        Problem.Builder<T> builder = Problem.builder(type)
                .state(STATE, Shape.of(batch, settings.channels()))
                .field((tf, t, y, p) -> NamedOperands.of(STATE, derivative(tf, y.get(STATE), p)));
        field.forEach(layer -> layer.parameters().forEach(builder::parameter));
        return builder.build();
    }

    private <T extends TFloating> Operand<T> derivative(Ops tf, Operand<T> z, NamedOperands<T> parameters) {
        Operand<T> h = z;
        for (Linear layer : field.subList(0, field.size() - 1)) {
            h = tf.math.tanh(layer.apply(tf, parameters, h));
        }
        return field.get(field.size() - 1).apply(tf, parameters, h);
    }

    @Override
    public List<TensorSpec> inputs(int size) {
        return List.of(new TensorSpec(FEATURES, TFloat32.class, Shape.of(size, settings.features())));
    }

    @Override
    public List<TensorSpec> batch(int size) {
        return List.of(inputs(size).get(0), settings.head().target(size, settings.outputs()));
    }

    private EndState solved(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> batch, int size, Solver solver) {
        Operand<TFloat32> first = readIn.apply(tf, parameters, features(batch));
        if (settings.augmented() > 0) {
            Operand<TFloat32> zeros = Tensors.zeros(tf, TFloat32.class, Shape.of(size, settings.augmented()));
            first = tf.concat(List.of(first, zeros), tf.constant(1));
        }
        return EndState.solve(tf, solver, problem(TFloat32.class, size), first, 0, 1, parameters);
    }

    @SuppressWarnings("unchecked") // the type is that of the specification
    private static Operand<TFloat32> features(Map<String, Operand<?>> batch) {
        return (Operand<TFloat32>) Objects.requireNonNull(batch.get(FEATURES));
    }

    @Override
    public SymbolicPrediction predict(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> inputs, int size, Solver solver) {
        EndState end = solved(tf, parameters, inputs, size, solver);
        Operand<TFloat32> readout = readOut.apply(tf, parameters, end.last());
        return new SymbolicPrediction(
                NamedOperands.of(settings.head().predicted(), settings.head().prediction(tf, readout)),
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
        Operand<TFloat32> readout = readOut.apply(tf, parameters, end.last());
        Head.Measured measured = settings.head().measure(tf, readout, batch, settings.outputs());
        return withGradient
                ? end.loss(tf, solver, measured, readIn.parameters(), readOut.parameters())
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
}
