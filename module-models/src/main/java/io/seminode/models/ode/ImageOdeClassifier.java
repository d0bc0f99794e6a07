package io.seminode.models.ode;

import io.seminode.data.image.Images;
import io.seminode.models.ModelKind;
import io.seminode.models.Outcomes;
import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.flow.FlowField;
import io.seminode.models.nn.Activation;
import io.seminode.models.nn.ConcatConvolution;
import io.seminode.models.nn.Convolution;
import io.seminode.models.nn.Head;
import io.seminode.models.nn.Linear;
import io.seminode.models.nn.TimeLayer;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A neural ODE that classifies images: each pixel's channels are augmented by a linear layer, the image moves with a
 * convolutional velocity, and a linear layer reads the classes off.
 *
 * <p>The velocity may consist of pieces, a field of its own for each unit of time. A piece is a solve of its own, so that no
 * step crosses a jump.
 *
 * <p>Source: {@code models/ode.py} of the seminorm paper's repository FasterNeuralDiffEq; Chen et al., "Neural Ordinary
 * Differential Equations" (arXiv:1806.07366); augmented channels: Dupont, Doucet and Teh (arXiv:1904.01681).
 */
public final class ImageOdeClassifier implements PredictiveModel {
    /** How it is stored. */
    public static final ModelKind<ImageOdeSettings> KIND = new ModelKind<>(
            "image-ode",
            "a neural ODE that classifies images, with augmented channels",
            ImageOdeSettings.class,
            ImageOdeClassifier::new);

    /** The part of the state. */
    public static final String STATE = "z";

    private final ImageOdeSettings settings;
    private final Linear augment;
    private final List<FlowField> pieces;
    private final Linear readout;

    /** A classifier. */
    public ImageOdeClassifier(ImageOdeSettings settings) {
        this.settings = settings;
        int hidden = settings.hiddenChannels();
        this.augment = new Linear("augment", settings.channels(), hidden);
        this.pieces = new ArrayList<>();
        for (int piece = 0; piece < settings.pieces(); piece++) {
            pieces.add(field("piece" + piece, settings));
        }
        this.readout = new Linear("readout", settings.height() * settings.width() * hidden, settings.classes());
    }

    private static FlowField field(String name, ImageOdeSettings settings) {
        int hidden = settings.hiddenChannels();
        int between = settings.fieldChannels();
        List<TimeLayer> layers = List.of(
                new ConcatConvolution(name + ".layer0", hidden, between, 1),
                new Convolution(name + ".layer1", between, between, 3),
                new Convolution(name + ".layer2", between, hidden, 1));
        return new FlowField(Shape.of(settings.height(), settings.width(), hidden), layers, Activation.SOFTPLUS);
    }

    @Override
    public String kind() {
        return KIND.name();
    }

    @Override
    public ImageOdeSettings settings() {
        return settings;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(augment.parameters());
        pieces.forEach(p -> parameters.addAll(p.parameters()));
        parameters.addAll(readout.parameters());
        return parameters;
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        augment.initialise(random, values);
        pieces.forEach(p -> p.initialise(random, values));
        readout.initialise(random, values);
        return values;
    }

    /**
     * The motion during one unit of time as an ODE with the state {@link #STATE} [batch, height, width, hiddenChannels].
     *
     * @param piece from 0; it moves from that time to the next whole one
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch, int piece) {
        FlowField field = pieces.get(piece);
        Problem.Builder<T> builder =
                Problem.builder(type).state(STATE, field.event().prepend(batch));
        field.parameters().forEach(builder::parameter);
        return builder.field((tf, t, y, p) -> {
                    Operand<T> velocity =
                            field.velocity(tf, t, y.get(STATE), List.of(), p).value();
                    return NamedOperands.of(STATE, settings.tanh() ? tf.math.tanh(velocity) : velocity);
                })
                .build();
    }

    @Override
    public List<TensorSpec> inputs(int size) {
        Shape images = Shape.of(size, settings.height(), settings.width(), settings.channels());
        return List.of(new TensorSpec(Images.FIELD, TFloat32.class, images));
    }

    @Override
    public List<TensorSpec> batch(int size) {
        return List.of(inputs(size).get(0), Head.CLASSES.target(size, settings.classes()));
    }

    /** One piece, solved. */
    private record Solved(Problem<TFloat32> problem, Operand<TFloat64> times, SymbolicSolution<TFloat32> solution) {}

    /** The parts of a forward pass that a gradient needs. */
    private record Forward(Operand<TFloat32> z0, List<Solved> solved, Operand<TFloat32> end, Operand<TFloat32> logits) {
        SolveOutcome outcome(Ops tf) {
            return Outcomes.inOrder(
                    tf, solved.stream().map(s -> s.solution().outcome()).toList());
        }
    }

    private Forward forward(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> batch, int size, Solver solver) {
        int hidden = settings.hiddenChannels();
        Operand<TFloat32> images = typed(Objects.requireNonNull(batch.get(Images.FIELD), Images.FIELD));
        Operand<TFloat32> pixels = tf.reshape(images, tf.constant(new int[] {-1, settings.channels()}));
        Operand<TFloat32> z0 = tf.reshape(
                augment.apply(tf, parameters, pixels),
                tf.constant(new int[] {size, settings.height(), settings.width(), hidden}));
        Operand<TFloat32> z = z0;
        List<Solved> solved = new ArrayList<>();
        for (int piece = 0; piece < pieces.size(); piece++) {
            Problem<TFloat32> problem = problem(TFloat32.class, size, piece);
            Operand<TFloat64> times = tf.constant(new double[] {piece, piece + 1});
            SymbolicSolution<TFloat32> solution =
                    solver.solve(tf, problem, NamedOperands.of(STATE, z), times, 2, parameters);
            solved.add(new Solved(problem, times, solution));
            z = tf.gather(solution.values().get(STATE), tf.constant(1), tf.constant(0));
        }
        Operand<TFloat32> flat = tf.reshape(z, tf.constant(new int[] {size, readout.in()}));
        return new Forward(z0, solved, z, readout.apply(tf, parameters, flat));
    }

    @Override
    public SymbolicPrediction predict(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> inputs, int size, Solver solver) {
        Forward forward = forward(tf, parameters, inputs, size, solver);
        return new SymbolicPrediction(
                NamedOperands.of(Head.CLASSES.predicted(), Head.CLASSES.prediction(tf, forward.logits())),
                forward.outcome(tf));
    }

    @Override
    public SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient) {
        Forward forward = forward(tf, parameters, batch, size, withGradient ? solver : solver.withoutGradient());
        Head.Measured measured = Head.CLASSES.measure(tf, forward.logits(), batch, settings.classes());
        Operand<TFloat32> mean = tf.math.mean(measured.perExample(), tf.constant(0));
        if (!withGradient) {
            return new SymbolicLoss(measured.perExample(), mean, null, forward.outcome(tf), null, measured.others());
        }
        Map<String, Operand<TFloat32>> gradient = new LinkedHashMap<>();
        SolveOutcome backward = gradient(tf, parameters, solver, forward, mean, gradient);
        return new SymbolicLoss(
                measured.perExample(),
                mean,
                NamedOperands.of(gradient),
                forward.outcome(tf),
                backward,
                measured.others());
    }

    private SolveOutcome gradient(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Solver solver,
            Forward forward,
            Operand<TFloat32> mean,
            Map<String, Operand<TFloat32>> gradient) {
        Operand<TFloat32> byZ = typed(layer(tf, parameters, readout, mean, forward.end(), tf.constant(1f), gradient));
        List<SolveOutcome> outcomes = new ArrayList<>();
        for (int piece = pieces.size() - 1; piece >= 0; piece--) {
            Solved solved = forward.solved().get(piece);
            SymbolicGradient<TFloat32> back = solver.gradient(
                    tf,
                    solved.problem(),
                    solved.solution(),
                    NamedOperands.of(STATE, tf.stack(List.of(tf.zerosLike(byZ), byZ))),
                    solved.times(),
                    2,
                    parameters,
                    false);
            gradient.putAll(back.parameters().asMap());
            outcomes.add(back.outcome());
            byZ = back.state().get(STATE);
        }
        layer(tf, parameters, augment, forward.z0(), null, byZ, gradient);
        return Outcomes.inOrder(tf, outcomes);
    }

    /** Adds the gradient by a layer's parameters, and returns that by its input, if that is given. */
    private static Operand<TFloat32> layer(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Linear layer,
            Operand<TFloat32> output,
            @Nullable Operand<TFloat32> input,
            Operand<TFloat32> cotangent,
            Map<String, Operand<TFloat32>> gradient) {
        List<Operand<?>> by = new ArrayList<>();
        layer.parameters().forEach(p -> by.add(parameters.get(p.name())));
        if (input != null) {
            by.add(input);
        }
        List<Operand<?>> found = Gradients.vjp(tf, List.of(output), by, List.of(cotangent));
        for (int i = 0; i < layer.parameters().size(); i++) {
            gradient.put(layer.parameters().get(i).name(), typed(found.get(i)));
        }
        return typed(found.get(found.size() - 1));
    }

    @Override
    public void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient) {
        // All pieces have the same parts, which is all that the message needs.
        Problem<TFloat32> problem = problem(TFloat32.class, size, 0);
        solver.requireForwardSuccess(problem, outputs, SymbolicLoss.FORWARD);
        if (withGradient) {
            solver.requireBackwardSuccess(problem, outputs, SymbolicLoss.BACKWARD);
        }
    }

    @SuppressWarnings("unchecked") // what goes into a batch, and gradients by it, are float32
    private static Operand<TFloat32> typed(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }
}
