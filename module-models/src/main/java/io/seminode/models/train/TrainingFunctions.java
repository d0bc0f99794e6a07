package io.seminode.models.train;

import io.seminode.models.SymbolicLoss;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Composes the functions of a training from a model, a solver and the optimiser. */
final class TrainingFunctions {
    static final String LOSS = "loss";
    static final String PER_EXAMPLE = "loss per example";
    static final String MEASURE = "measure.";
    static final String GRADIENT_SQUARE = "gradient square";
    static final String OPTIMISER = "optimiser";

    private final TrainableModel model;
    private final Solver solver;
    private final int size;
    private final Optimiser optimiser;
    private final ExecutionOptions execution;

    /**
     * Functions for batches, or pieces of batches, of one size.
     *
     * @param size examples in a batch or piece
     */
    TrainingFunctions(TrainableModel model, Solver solver, int size, Optimiser optimiser, ExecutionOptions execution) {
        this.model = model;
        this.solver = solver;
        this.size = size;
        this.optimiser = optimiser;
        this.execution = execution;
    }

    /** Weights and a batch in; new weights, loss, measures and outcomes out. */
    CompiledFunction step() {
        List<TensorSpec> inputs = keptSpecs();
        inputs.addAll(model.batch(size));
        inputs.add(optimiserSpec());
        return CompiledFunction.compile("training_step", inputs, execution, (tf, in) -> {
            SymbolicLoss loss = model.loss(tf, Slots.pick(model, in, Slots.VALUE), in, size, solver, true);
            NamedOperands<TFloat32> gradient = Objects.requireNonNull(loss.gradient());
            Map<String, Operand<?>> outputs = update(tf, in, gradient);
            outputs.putAll(outcome(tf, loss));
            return outputs;
        });
    }

    /**
     * Weights, a piece of a batch and the gradient of the pieces before it in; the gradient with this piece's, loss, measures
     * and outcomes out.
     *
     * @param pieces of a batch, the gradient is their mean
     */
    CompiledFunction piece(int pieces) {
        List<TensorSpec> inputs = new ArrayList<>(Slots.specs(model, Slots.VALUE));
        inputs.addAll(Slots.specs(model, Slots.GRADIENT));
        inputs.addAll(model.batch(size));
        return CompiledFunction.compile("training_piece", inputs, execution, (tf, in) -> {
            SymbolicLoss loss = model.loss(tf, Slots.pick(model, in, Slots.VALUE), in, size, solver, true);
            NamedOperands<TFloat32> gradient = Objects.requireNonNull(loss.gradient());
            Operand<TFloat32> share = tf.constant(1f / pieces);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            for (Parameter parameter : model.parameters()) {
                String name = Slots.GRADIENT + parameter.name();
                Operand<TFloat32> part = tf.math.mul(share, gradient.get(parameter.name()));
                outputs.put(name, tf.math.add(Slots.typed(in, name), part));
            }
            outputs.putAll(outcome(tf, loss));
            return outputs;
        });
    }

    /** Weights and a gradient in; new weights out. */
    CompiledFunction update() {
        List<TensorSpec> inputs = keptSpecs();
        inputs.addAll(Slots.specs(model, Slots.GRADIENT));
        inputs.add(optimiserSpec());
        return CompiledFunction.compile(
                "training_update",
                inputs,
                execution,
                (tf, in) -> update(tf, in, Slots.pick(model, in, Slots.GRADIENT)));
    }

    /** Weights and a batch in; losses, measures and the outcome out. */
    CompiledFunction evaluation() {
        List<TensorSpec> inputs = new ArrayList<>(Slots.specs(model, Slots.VALUE));
        inputs.addAll(model.batch(size));
        return CompiledFunction.compile("evaluation", inputs, execution, (tf, in) -> {
            SymbolicLoss loss =
                    model.loss(tf, Slots.pick(model, in, Slots.VALUE), in, size, solver.withoutGradient(), false);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            outputs.put(PER_EXAMPLE, loss.perExample());
            loss.measures().asMap().forEach((name, value) -> outputs.put(MEASURE + name, value));
            outputs.putAll(loss.forward().asOutputs(SymbolicLoss.FORWARD));
            return outputs;
        });
    }

    private Map<String, Operand<?>> update(Ops tf, Map<String, Operand<?>> in, NamedOperands<TFloat32> gradient) {
        Optimiser.Scalars scalars = Optimiser.Scalars.of(tf, Slots.typed(in, OPTIMISER));
        NamedOperands<TFloat32> values = Slots.pick(model, in, Slots.VALUE);
        NamedOperands<TFloat32> m = Slots.pick(model, in, Slots.MEAN);
        NamedOperands<TFloat32> v = Slots.pick(model, in, Slots.SQUARE);
        Map<String, Operand<?>> outputs = new LinkedHashMap<>();
        List<Operand<TFloat32>> squares = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            String name = parameter.name();
            Optimiser.Slot old = new Optimiser.Slot(values.get(name), m.get(name), v.get(name));
            Optimiser.Slot slot = optimiser.update(tf, scalars, old, gradient.get(name));
            outputs.put(Slots.VALUE + name, slot.value());
            outputs.put(Slots.MEAN + name, slot.m());
            outputs.put(Slots.SQUARE + name, slot.v());
            Operand<TFloat32> flat = tf.reshape(gradient.get(name), tf.constant(new int[] {-1}));
            squares.add(tf.reduceSum(tf.math.square(flat), tf.constant(0)));
        }
        outputs.put(GRADIENT_SQUARE, tf.math.addN(squares));
        return outputs;
    }

    private static Map<String, Operand<?>> outcome(Ops tf, SymbolicLoss loss) {
        Map<String, Operand<?>> outputs = new LinkedHashMap<>();
        outputs.put(LOSS, loss.mean());
        loss.measures()
                .asMap()
                .forEach((name, value) -> outputs.put(MEASURE + name, tf.math.mean(value, tf.constant(0))));
        outputs.putAll(loss.forward().asOutputs(SymbolicLoss.FORWARD));
        outputs.putAll(Objects.requireNonNull(loss.backward()).asOutputs(SymbolicLoss.BACKWARD));
        return outputs;
    }

    private List<TensorSpec> keptSpecs() {
        List<TensorSpec> specs = new ArrayList<>();
        Slots.KEPT.forEach(prefix -> specs.addAll(Slots.specs(model, prefix)));
        return specs;
    }

    private static TensorSpec optimiserSpec() {
        return new TensorSpec(OPTIMISER, TFloat32.class, Shape.of(Optimiser.SCALARS));
    }
}
