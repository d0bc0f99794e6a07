package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Parameter;
import io.seminode.solver.SolveOutcome;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Trains one model: the only training loop there is.
 *
 * <p>A training step, with forward solve, loss, backward solve and update, is one call of one compiled function. Weights and
 * running means are tensors that go in and come out; a step whose solve fails leaves them as they were.
 *
 * <p>Owns native memory: close it. Not for several threads at once.
 */
public final class TrainingSession implements AutoCloseable {
    private static final String LOSS = "loss";
    private static final String PER_EXAMPLE = "loss per example";
    private static final String STEP = "step";
    private static final String VALUE = "value.";
    private static final String MEAN = "m.";
    private static final String SQUARE = "v.";

    private final TrainableModel model;
    private final Solver solver;
    private final TrainingSettings settings;
    private final ExecutionOptions execution;
    private final CompiledFunction step;
    private @Nullable CompiledFunction evaluation;
    private TensorMap weights;
    private int steps;

    private TrainingSession(
            TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        this.model = model;
        this.solver = solver;
        this.settings = settings;
        this.execution = execution;
        this.step = compileStep();
        this.weights = firstWeights();
    }

    /** Compiles the training step and draws the first weights from the seed of the settings. */
    public static TrainingSession open(
            TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        return new TrainingSession(model, solver, settings, execution);
    }

    /** The number of learnt numbers. */
    public long parameterCount() {
        return model.parameterCount();
    }

    /** A copy of the weights: for each parameter its values, row-major. */
    public Map<String, float[]> weights() {
        Map<String, float[]> copies = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            double[] values = Tensors.toDoubles(weights.get(VALUE + parameter.name()));
            float[] copy = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                copy[i] = (float) values[i];
            }
            copies.put(parameter.name(), copy);
        }
        return copies;
    }

    /**
     * Trains for the epochs of the settings.
     *
     * @param train examples to learn from; at least one batch of them
     * @param validation measured after each epoch; may be empty
     * @return one entry per epoch
     * @throws io.seminode.solver.SolveException if a solve fails
     */
    public List<EpochMetrics> fit(Examples train, Examples validation, TrainingListener listener) {
        int batches = Math.min(settings.maxBatches(), train.size() / settings.batchSize());
        if (batches == 0) {
            throw new IllegalArgumentException(
                    train.size() + " examples found, expected at least one batch of " + settings.batchSize() + ".");
        }
        warmUp(train);
        List<EpochMetrics> history = new ArrayList<>();
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            history.add(epoch(epoch, batches, train, validation, listener));
        }
        return history;
    }

    /** One call that changes nothing: TensorFlow prepares a function at its first call, which no epoch should be timed with. */
    private void warmUp(Examples train) {
        int[] indices = IntStream.range(0, settings.batchSize()).toArray();
        try (TensorMap inputs = stepInputs(train.gather(indices))) {
            Map<String, Tensor> all = new LinkedHashMap<>(weights.asMap());
            all.putAll(inputs.asMap());
            step.call(all).close();
        }
    }

    private TensorMap stepInputs(Map<String, float[]> batch) {
        TensorMap fields = fields(batch);
        Map<String, Tensor> inputs = new LinkedHashMap<>(fields.asMap());
        inputs.put(STEP, TFloat32.scalarOf(steps + 1));
        return new TensorMap(inputs);
    }

    private EpochMetrics epoch(int epoch, int batches, Examples train, Examples validation, TrainingListener listener) {
        int[] order = shuffled(train.size(), epoch);
        SolveStatistics forward = SolveStatistics.ZERO;
        SolveStatistics backward = SolveStatistics.ZERO;
        double loss = 0;
        long start = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            int from = batch * settings.batchSize();
            int[] indices = Arrays.copyOfRange(order, from, from + settings.batchSize());
            StepMetrics metrics = step(train.gather(indices, epoch));
            loss += metrics.loss();
            forward = forward.plus(metrics.forward());
            backward = backward.plus(metrics.backward());
            listener.onBatch(new BatchMetrics(
                    epoch,
                    settings.epochs(),
                    batch + 1,
                    batches,
                    metrics.loss(),
                    metrics.forward(),
                    metrics.backward()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double validationLoss =
                validation.size() == 0 ? Double.NaN : evaluate(validation).loss();
        EpochMetrics metrics =
                new EpochMetrics(epoch, batches, loss / batches, validationLoss, forward, backward, seconds);
        listener.onEpoch(metrics);
        return metrics;
    }

    private int[] shuffled(int size, int epoch) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + epoch);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * What a training step gave and cost.
     *
     * @param loss of the batch before the update
     */
    public record StepMetrics(double loss, SolveStatistics forward, SolveStatistics backward) {}

    /**
     * One training step.
     *
     * @param batch for each field of the model's batch its values, row-major
     * @throws io.seminode.solver.SolveException if a solve fails; the weights are then as before
     */
    public StepMetrics step(Map<String, float[]> batch) {
        try (TensorMap inputs = stepInputs(batch)) {
            Map<String, Tensor> all = new LinkedHashMap<>(weights.asMap());
            all.putAll(inputs.asMap());
            try (TensorMap outputs = step.call(all)) {
                requireSuccess(outputs, true);
                adopt(outputs);
                steps++;
                return new StepMetrics(
                        Tensors.toDouble(outputs.get(LOSS)),
                        SolveStatistics.read(outputs, SymbolicLoss.FORWARD),
                        SolveStatistics.read(outputs, SymbolicLoss.BACKWARD));
            }
        }
    }

    /** Asks the model for the error only if there is one: it has to look at its field to name the part. */
    private void requireSuccess(TensorMap outputs, boolean withGradient) {
        boolean success = SolveOutcome.isSuccess(outputs, SymbolicLoss.FORWARD)
                && (!withGradient || SolveOutcome.isSuccess(outputs, SymbolicLoss.BACKWARD));
        if (!success) {
            model.requireSuccess(outputs, settings.batchSize(), solver, withGradient);
        }
    }

    private void adopt(TensorMap outputs) {
        Map<String, Tensor> fresh = new LinkedHashMap<>();
        for (String name : weights.names()) {
            fresh.put(name, outputs.take(name));
        }
        weights.close();
        weights = new TensorMap(fresh);
    }

    /** Measures the loss on all examples, without changing the model. */
    public Evaluation evaluate(Examples part) {
        CompiledFunction function = evaluation;
        if (function == null) {
            function = compileEvaluation();
            evaluation = function;
        }
        SolveStatistics forward = SolveStatistics.ZERO;
        double sum = 0;
        int size = settings.batchSize();
        for (int from = 0; from < part.size(); from += size) {
            int real = Math.min(size, part.size() - from);
            // The last batch is filled up with repetitions of its first example, which do not count.
            int first = from;
            int[] indices = IntStream.range(0, size)
                    .map(i -> i < real ? first + i : first)
                    .toArray();
            Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
            try (TensorMap fields = fields(part.gather(indices))) {
                inputs.putAll(fields.asMap());
                try (TensorMap outputs = function.call(inputs)) {
                    requireSuccess(outputs, false);
                    double[] losses = Tensors.toDoubles(outputs.get(PER_EXAMPLE));
                    sum += Arrays.stream(losses, 0, real).sum();
                    forward = forward.plus(SolveStatistics.read(outputs, SymbolicLoss.FORWARD));
                }
            }
        }
        return new Evaluation(sum / part.size(), forward, part.size());
    }

    private TensorMap fields(Map<String, float[]> batch) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec spec : model.batch(settings.batchSize())) {
            float[] values = batch.get(spec.name());
            if (values == null) {
                throw new IllegalArgumentException(
                        "A batch without the field \"" + spec.name() + "\" found; it has " + batch.keySet() + ".");
            }
            tensors.put(spec.name(), Tensors.ofFloats(spec.shape(), values));
        }
        return new TensorMap(tensors);
    }

    private TensorMap firstWeights() {
        Map<String, float[]> initial = model.initialParameters(settings.seed());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            float[] values = Objects.requireNonNull(initial.get(parameter.name()), parameter.name());
            float[] zeros = new float[values.length];
            tensors.put(VALUE + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
            tensors.put(MEAN + parameter.name(), Tensors.ofFloats(parameter.shape(), zeros));
            tensors.put(SQUARE + parameter.name(), Tensors.ofFloats(parameter.shape(), zeros));
        }
        return new TensorMap(tensors);
    }

    private CompiledFunction compileStep() {
        int size = settings.batchSize();
        List<TensorSpec> inputs = new ArrayList<>();
        for (String prefix : List.of(VALUE, MEAN, SQUARE)) {
            inputs.addAll(parameterSpecs(prefix));
        }
        inputs.addAll(model.batch(size));
        inputs.add(new TensorSpec(STEP, TFloat32.class, Shape.scalar()));
        return CompiledFunction.compile("training_step", inputs, execution, (tf, in) -> {
            NamedOperands<TFloat32> values = pick(in, VALUE);
            SymbolicLoss loss = model.loss(tf, values, in, size, solver, true);
            AdamW optimiser = new AdamW(settings.learningRate(), settings.weightDecay());
            AdamW.Correction correction = optimiser.correction(tf, typed(in, STEP));
            NamedOperands<TFloat32> gradient = Objects.requireNonNull(loss.gradient());
            NamedOperands<TFloat32> m = pick(in, MEAN);
            NamedOperands<TFloat32> v = pick(in, SQUARE);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            for (Parameter parameter : model.parameters()) {
                String name = parameter.name();
                AdamW.Slot slot = optimiser.update(tf, correction, AdamW.slot(values, m, v, name), gradient.get(name));
                outputs.put(VALUE + name, slot.value());
                outputs.put(MEAN + name, slot.m());
                outputs.put(SQUARE + name, slot.v());
            }
            outputs.put(LOSS, loss.mean());
            outputs.putAll(loss.forward().asOutputs(SymbolicLoss.FORWARD));
            outputs.putAll(Objects.requireNonNull(loss.backward()).asOutputs(SymbolicLoss.BACKWARD));
            return outputs;
        });
    }

    private CompiledFunction compileEvaluation() {
        int size = settings.batchSize();
        List<TensorSpec> inputs = new ArrayList<>(parameterSpecs(VALUE));
        inputs.addAll(model.batch(size));
        return CompiledFunction.compile("evaluation", inputs, execution, (tf, in) -> {
            SymbolicLoss loss = model.loss(tf, pick(in, VALUE), in, size, solver, false);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            outputs.put(PER_EXAMPLE, loss.perExample());
            outputs.putAll(loss.forward().asOutputs(SymbolicLoss.FORWARD));
            return outputs;
        });
    }

    private List<TensorSpec> parameterSpecs(String prefix) {
        return model.parameters().stream()
                .map(p -> new TensorSpec(prefix + p.name(), TFloat32.class, p.shape()))
                .toList();
    }

    private NamedOperands<TFloat32> pick(Map<String, Operand<?>> in, String prefix) {
        Map<String, Operand<TFloat32>> picked = new LinkedHashMap<>();
        model.parameters().forEach(p -> picked.put(p.name(), typed(in, prefix + p.name())));
        return NamedOperands.of(picked);
    }

    @SuppressWarnings("unchecked") // all inputs of a training function are float32
    private static Operand<TFloat32> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(in.get(name), name);
    }

    /** Frees functions and weights. */
    @Override
    public void close() {
        step.close();
        if (evaluation != null) {
            evaluation.close();
        }
        weights.close();
    }
}
