package io.seminode.models.train;

import io.seminode.models.SymbolicLoss;
import io.seminode.models.TrainableModel;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.CompiledFunctions;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * Runs the functions of a training: a step on a batch, whole or in pieces, and the measurement of a batch. Holds no weights.
 *
 * <p>A whole batch is one call of one function. Owns native memory: close it.
 */
final class TrainingStep implements AutoCloseable {
    private final TrainableModel model;
    private final Solver solver;
    private final int size;
    private final int pieces;
    private final TrainingFunctions functions;
    private final CompiledFunction step;
    private final @Nullable CompiledFunction update;
    private final CompiledFunctions<String> later = new CompiledFunctions<>("This training");

    TrainingStep(TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        this.model = model;
        this.solver = solver;
        this.size = settings.batches().microBatch();
        this.pieces = settings.batches().size() / size;
        this.functions = new TrainingFunctions(
                model, solver, size, settings.optimisation().optimiser(), execution);
        this.step = pieces == 1 ? functions.step() : functions.piece(pieces);
        this.update = pieces == 1 ? null : functions.update();
    }

    /** What a step gave; owns the new weights. */
    record Result(TensorMap weights, TrainingSession.StepMetrics metrics) {}

    /**
     * A step on a batch.
     *
     * @param weights stay as they are
     * @param batch pieces of it, gathered
     * @param random for what the model draws
     * @throws io.seminode.solver.SolveException if a solve fails
     * @throws NonFiniteLossException if loss or gradient are not finite
     */
    Result run(TensorMap weights, List<Map<String, float[]>> batch, float[] optimiser, SplittableRandom random) {
        try (TensorMap scalars = new TensorMap(
                Map.of(TrainingFunctions.OPTIMISER, Tensors.ofFloats(Shape.of(optimiser.length), optimiser)))) {
            CompiledFunction last = update;
            return last == null
                    ? whole(weights, batch.get(0), scalars, random)
                    : inPieces(weights, batch, last, scalars, random);
        }
    }

    private Result whole(TensorMap weights, Map<String, float[]> batch, TensorMap scalars, SplittableRandom random) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
        inputs.putAll(scalars.asMap());
        try (TensorMap fields = fields(batch, random)) {
            inputs.putAll(fields.asMap());
            try (TensorMap outputs = step.call(inputs)) {
                requireSuccess(outputs, true);
                TrainingSession.StepMetrics metrics = metrics(outputs);
                requireFinite(metrics.loss(), outputs);
                return new Result(take(weights, outputs), metrics);
            }
        }
    }

    private Result inPieces(
            TensorMap weights,
            List<Map<String, float[]>> batch,
            CompiledFunction last,
            TensorMap scalars,
            SplittableRandom random) {
        TrainingSession.StepMetrics sum = null;
        TensorMap gradient = noGradient();
        try {
            for (Map<String, float[]> piece : batch) {
                Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
                inputs.putAll(gradient.asMap());
                try (TensorMap fields = fields(piece, random)) {
                    inputs.putAll(fields.asMap());
                    try (TensorMap outputs = step.call(inputs)) {
                        requireSuccess(outputs, true);
                        TrainingSession.StepMetrics metrics = metrics(outputs);
                        sum = sum == null ? metrics : sum.plus(metrics);
                        TensorMap longer = take(gradient, outputs);
                        gradient.close();
                        gradient = longer;
                    }
                }
            }
            TrainingSession.StepMetrics mean =
                    (sum == null ? TrainingSession.StepMetrics.NONE : sum).meanOver(batch.size());
            Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
            inputs.putAll(gradient.asMap());
            inputs.putAll(scalars.asMap());
            try (TensorMap outputs = last.call(inputs)) {
                requireFinite(mean.loss(), outputs);
                return new Result(take(weights, outputs), mean);
            }
        } finally {
            gradient.close();
        }
    }

    private TensorMap noGradient() {
        TensorMap zeros = new TensorMap();
        for (Parameter parameter : model.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.shape().size())];
            zeros.put(Slots.GRADIENT + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
        }
        return zeros;
    }

    /** The outputs with the names of {@code like}, taken over. */
    private static TensorMap take(TensorMap like, TensorMap outputs) {
        TensorMap taken = new TensorMap();
        like.names().forEach(name -> taken.put(name, outputs.take(name)));
        return taken;
    }

    private static TrainingSession.StepMetrics metrics(TensorMap outputs) {
        return new TrainingSession.StepMetrics(
                Tensors.toDouble(outputs.get(TrainingFunctions.LOSS)),
                measures(outputs, values -> values[0]),
                SolveStatistics.read(outputs, SymbolicLoss.FORWARD),
                SolveStatistics.read(outputs, SymbolicLoss.BACKWARD));
    }

    private static Map<String, Double> measures(
            TensorMap outputs, java.util.function.ToDoubleFunction<double[]> toNumber) {
        Map<String, Double> measures = new LinkedHashMap<>();
        for (String name : outputs.names()) {
            if (name.startsWith(TrainingFunctions.MEASURE)) {
                measures.put(
                        name.substring(TrainingFunctions.MEASURE.length()),
                        toNumber.applyAsDouble(Tensors.toDoubles(outputs.get(name))));
            }
        }
        return measures;
    }

    private static void requireFinite(double loss, TensorMap outputs) {
        double square = Tensors.toDouble(outputs.get(TrainingFunctions.GRADIENT_SQUARE));
        if (!Double.isFinite(loss) || !Double.isFinite(square)) {
            throw new NonFiniteLossException(loss, square);
        }
    }

    /**
     * Sums over the first examples of a piece.
     *
     * @param real how many of the examples count
     */
    Evaluation evaluate(TensorMap weights, Map<String, float[]> piece, int real, SplittableRandom random) {
        CompiledFunction function = later.get("evaluation", functions::evaluation);
        Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
        try (TensorMap fields = fields(piece, random)) {
            inputs.putAll(fields.asMap());
            try (TensorMap outputs = function.call(inputs)) {
                requireSuccess(outputs, false);
                return new Evaluation(
                        firstOf(Tensors.toDoubles(outputs.get(TrainingFunctions.PER_EXAMPLE)), real),
                        measures(outputs, values -> firstOf(values, real)),
                        SolveStatistics.read(outputs, SymbolicLoss.FORWARD),
                        real);
            }
        }
    }

    private static double firstOf(double[] values, int count) {
        return java.util.Arrays.stream(values, 0, count).sum();
    }

    /** Asks the model for the error only if there is one: it has to look at its field to name the part. */
    private void requireSuccess(TensorMap outputs, boolean withGradient) {
        boolean success = SolveOutcome.isSuccess(outputs, SymbolicLoss.FORWARD)
                && (!withGradient || SolveOutcome.isSuccess(outputs, SymbolicLoss.BACKWARD));
        if (!success) {
            model.requireSuccess(outputs, size, solver, withGradient);
        }
    }

    private TensorMap fields(Map<String, float[]> batch, SplittableRandom random) {
        Map<String, float[]> drawn = model.draw(size, random.split());
        TensorMap tensors = new TensorMap();
        for (TensorSpec spec : model.batch(size)) {
            float[] values = batch.getOrDefault(spec.name(), drawn.get(spec.name()));
            if (values == null) {
                tensors.close();
                throw new IllegalArgumentException(
                        "A batch without the field \"" + spec.name() + "\" found; it has " + batch.keySet() + ".");
            }
            tensors.put(spec.name(), Tensors.ofFloats(spec.shape(), values));
        }
        return tensors;
    }

    @Override
    public void close() {
        step.close();
        if (update != null) {
            update.close();
        }
        later.close();
    }
}
