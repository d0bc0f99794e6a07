package io.seminode.models.flow;

import io.seminode.data.Examples;
import io.seminode.models.flow.FlowChain.Inverse;
import io.seminode.models.flow.FlowChain.Pass;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.CompiledFunctions;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A flow with its weights: draws samples and tells the density of examples. Owns native memory: close it. Not for several
 * threads at once.
 */
public final class TrainedFlow implements AutoCloseable {
    private static final String OUTCOME = "outcome.";
    private static final String RESULT = "result";
    private static final String Z = "z";

    private final FlowModel model;
    private final FlowChain chain;
    private final Solver solver;
    private final ExecutionOptions execution;
    private final int batch;
    private final TensorMap weights;
    private final CompiledFunctions<String> functions = new CompiledFunctions<>("This flow");

    /**
     * A flow to use; functions are compiled at their first call.
     *
     * @param weights for each parameter its values, row-major
     * @param batch how many examples are computed at once
     */
    public TrainedFlow(
            FlowModel model, Map<String, float[]> weights, Solver solver, ExecutionOptions execution, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("A batch of " + batch + " examples found, expected at least 1.");
        }
        this.model = model;
        this.chain = model.chainForUse();
        this.solver = solver;
        this.execution = execution;
        this.batch = batch;
        this.weights = new TensorMap();
        for (Parameter parameter : model.parameters()) {
            float[] values = Objects.requireNonNull(weights.get(parameter.name()), parameter.name());
            this.weights.put(parameter.name(), Tensors.ofFloats(parameter.shape(), values));
        }
    }

    /**
     * Draws examples from the density.
     *
     * @param count how many
     * @param seed the same seed gives the same examples
     * @return [count, event...], as the model sees them: images still transformed
     * @throws io.seminode.solver.SolveException if a solve fails
     * @throws IllegalStateException if this flow is closed
     */
    public float[] sample(int count, long seed, IntConsumer progress) {
        CompiledFunction function = functions.get("sampling", this::compileSampling);
        SplittableRandom random = new SplittableRandom(seed);
        int size = Math.toIntExact(model.event().size());
        float[] samples = new float[count * size];
        Shape shape = last().prepend(batch);
        for (int from = 0; from < count; from += batch) {
            float[] noise = new float[batch * size];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            float[] found = call(function, Map.of(Z, Tensors.ofFloats(shape, noise)), true);
            int real = Math.min(batch, count - from);
            System.arraycopy(found, 0, samples, from * size, real * size);
            progress.accept(from + real);
        }
        return samples;
    }

    /**
     * The natural logarithm of the density at each example: exact for points; for images an estimate, with the noise of the
     * given seed, that is right in the mean.
     *
     * @return [examples.size()]
     * @throws io.seminode.solver.SolveException if a solve fails
     * @throws IllegalStateException if this flow is closed
     */
    public double[] logDensity(Examples examples, long seed, IntConsumer progress) {
        CompiledFunction function = functions.get("scoring", this::compileScoring);
        SplittableRandom random = new SplittableRandom(seed);
        double[] densities = new double[examples.size()];
        for (int from = 0; from < densities.length; from += batch) {
            int first = from;
            int real = Math.min(batch, densities.length - from);
            // The last batch is filled up with repetitions of its first example, which do not count.
            int[] indices = IntStream.range(0, batch)
                    .map(i -> i < real ? first + i : first)
                    .toArray();
            Map<String, float[]> fields = new LinkedHashMap<>(examples.gather(indices));
            fields.putAll(model.draw(batch, random));
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            for (TensorSpec spec : model.batch(batch, chain.needsNoise())) {
                float[] values = Objects.requireNonNull(fields.get(spec.name()), spec.name());
                inputs.put(spec.name(), Tensors.ofFloats(spec.shape(), values));
            }
            float[] found = call(function, inputs, false);
            for (int i = 0; i < real; i++) {
                densities[from + i] = found[i];
            }
            progress.accept(from + real);
        }
        return densities;
    }

    private float[] call(CompiledFunction function, Map<String, Tensor> fields, boolean inverse) {
        try (TensorMap owned = new TensorMap(fields)) {
            Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
            inputs.putAll(owned.asMap());
            try (TensorMap outputs = function.call(inputs)) {
                FlowBlock block = chain.links().get(0).block();
                Problem<TFloat32> problem =
                        inverse ? block.motion(TFloat32.class, batch) : block.problem(TFloat32.class, batch);
                solver.requireForwardSuccess(problem, outputs, OUTCOME);
                double[] result = Tensors.toDoubles(outputs.get(RESULT));
                float[] rounded = new float[result.length];
                for (int i = 0; i < rounded.length; i++) {
                    rounded[i] = (float) result[i];
                }
                return rounded;
            }
        }
    }

    private CompiledFunction compileSampling() {
        List<TensorSpec> inputs = weightSpecs();
        inputs.add(new TensorSpec(Z, TFloat32.class, last().prepend(batch)));
        return CompiledFunction.compile("flow_samples", inputs, execution, (tf, in) -> {
            NamedOperands<TFloat32> all = typed(in);
            Inverse<TFloat32> inverse = chain.inverse(tf, solver, all.get(Z), all);
            Map<String, Operand<?>> outputs =
                    new LinkedHashMap<>(inverse.outcome().asOutputs(OUTCOME));
            outputs.put(RESULT, inverse.x());
            return outputs;
        });
    }

    private CompiledFunction compileScoring() {
        List<TensorSpec> inputs = weightSpecs();
        inputs.addAll(model.batch(batch, chain.needsNoise()));
        return CompiledFunction.compile("flow_density", inputs, execution, (tf, in) -> {
            Pass<TFloat32> pass = FlowModel.pass(tf, chain, solver, in, typed(in));
            Map<String, Operand<?>> outputs = new LinkedHashMap<>(pass.outcome().asOutputs(OUTCOME));
            outputs.put(RESULT, model.logDensity(tf, pass, in));
            return outputs;
        });
    }

    private Shape last() {
        return chain.links().get(chain.links().size() - 1).block().field().event();
    }

    private List<TensorSpec> weightSpecs() {
        List<TensorSpec> specs = new ArrayList<>();
        model.parameters().forEach(p -> specs.add(new TensorSpec(p.name(), TFloat32.class, p.shape())));
        return specs;
    }

    @SuppressWarnings("unchecked") // all inputs of these functions are float32
    private static NamedOperands<TFloat32> typed(Map<String, Operand<?>> in) {
        Map<String, Operand<TFloat32>> typed = new LinkedHashMap<>();
        in.forEach((name, operand) -> typed.put(name, (Operand<TFloat32>) operand));
        return NamedOperands.of(typed);
    }

    /** Frees functions and weights. */
    @Override
    public void close() {
        functions.close();
        weights.close();
    }
}
