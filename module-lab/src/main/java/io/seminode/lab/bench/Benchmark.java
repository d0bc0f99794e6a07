package io.seminode.lab.bench;

import io.seminode.lab.bench.BenchProblem.Instance;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Bundle;
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
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Times a forward solve and a backward solve, each a compiled function of its own that takes and gives tensors; nothing
 * is copied to or from Java while the clock runs. Owns native memory: close it.
 */
final class Benchmark implements AutoCloseable {
    private static final String PARAMETER = "p.";
    private static final String STATE = "y.";
    private static final String COTANGENT = "dy.";
    private static final String TIMES = "times";
    private static final String STEP = "step";
    private static final String ACCEPTED = "accepted";
    private static final String OUTCOME = "outcome.";
    private static final String STORED = "stored.";
    private static final String GRADIENT = "theta.";

    private final Instance<TFloat32> instance;
    private final Solver solver;
    private final int n;
    private @Nullable Bundle<Record> stored;
    private final CompiledFunction forward;
    private final CompiledFunction backward;
    private final TensorMap forwardInputs;

    Benchmark(Instance<TFloat32> instance, Solver solver, ExecutionOptions execution) {
        this.instance = instance;
        this.solver = solver;
        this.n = instance.times().size();
        this.forward = compileForward(execution);
        this.backward = compileBackward(execution);
        this.forwardInputs = forwardInputs();
    }

    /**
     * What was measured.
     *
     * @param forwardMs median
     * @param backwardMs median
     * @param forward statistics of the last solve
     * @param backward statistics of the last solve
     * @param loss of the solution
     * @param gradient by the learnt parameters, each row-major
     */
    record Measurement(
            double forwardMs,
            double backwardMs,
            SolveStatistics forward,
            SolveStatistics backward,
            double loss,
            Map<String, double[]> gradient) {
        double totalMs() {
            return forwardMs + backwardMs;
        }
    }

    /** Warms up with one solve of each kind, which also compiles them, and measures. */
    Measurement measure(int repeats) {
        try (TensorMap warmUp = forward.call(forwardInputs.asMap())) {
            solver.requireForwardSuccess(instance.problem(), warmUp, OUTCOME);
            double loss = 0;
            Map<String, Tensor> own = new LinkedHashMap<>();
            for (Part part : instance.problem().parts()) {
                double[] values = Tensors.toDoubles(warmUp.get(STATE + part.name()));
                loss += instance.loss().of(part.name(), values, n);
                own.put(
                        COTANGENT + part.name(),
                        Tensors.of(
                                TFloat32.class,
                                part.shape().prepend(n),
                                instance.loss().cotangent(part.name(), values, n)));
            }
            try (TensorMap cotangents = new TensorMap(own)) {
                Map<String, Tensor> backwardInputs = new LinkedHashMap<>(forwardInputs.asMap());
                backwardInputs.putAll(warmUp.asMap()); // the solution, instead of the first state
                backwardInputs.putAll(cotangents.asMap());
                backwardInputs.put(STEP, warmUp.get(OUTCOME + STEP));
                backwardInputs.put(ACCEPTED, warmUp.get(OUTCOME + ACCEPTED));
                try (TensorMap first = backward.call(backwardInputs)) {
                    solver.requireBackwardSuccess(instance.problem(), first, OUTCOME);
                    return new Measurement(
                            medianMs(forward, forwardInputs.asMap(), repeats),
                            medianMs(backward, backwardInputs, repeats),
                            SolveStatistics.read(warmUp, OUTCOME),
                            SolveStatistics.read(first, OUTCOME),
                            loss,
                            gradient(first));
                }
            }
        }
    }

    private Map<String, double[]> gradient(TensorMap outputs) {
        Map<String, double[]> gradient = new LinkedHashMap<>();
        for (Parameter parameter : instance.problem().learntParameters()) {
            gradient.put(parameter.name(), Tensors.toDoubles(outputs.get(GRADIENT + parameter.name())));
        }
        return gradient;
    }

    private static double medianMs(CompiledFunction function, Map<String, ? extends Tensor> inputs, int repeats) {
        double[] times = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            TensorMap outputs = function.call(inputs);
            times[i] = (System.nanoTime() - start) / 1e6;
            outputs.close();
        }
        Arrays.sort(times);
        return (times[(repeats - 1) / 2] + times[repeats / 2]) / 2;
    }

    private CompiledFunction compileForward(ExecutionOptions execution) {
        Problem<TFloat32> problem = instance.problem();
        List<TensorSpec> inputs = commonSpecs();
        problem.parts().forEach(p -> inputs.add(new TensorSpec(STATE + p.name(), TFloat32.class, p.shape())));
        return CompiledFunction.compile("bench_forward", inputs, execution, (tf, in) -> {
            SymbolicSolution<TFloat32> solution =
                    solver.solve(tf, problem, parts(in, STATE), times(in), n, parameters(in));
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            solution.values().asMap().forEach((name, value) -> outputs.put(STATE + name, value));
            outputs.putAll(solution.outcome().asOutputs(OUTCOME));
            Bundle<Record> buffers = Bundle.like(solution.stored());
            buffers.specs(); // known from now on, also without this graph
            buffers.named(solution.stored()).forEach((name, buffer) -> outputs.put(STORED + name, buffer));
            stored = buffers;
            return outputs;
        });
    }

    private CompiledFunction compileBackward(ExecutionOptions execution) {
        Problem<TFloat32> problem = instance.problem();
        List<TensorSpec> inputs = commonSpecs();
        for (Part part : problem.parts()) {
            Shape shape = part.shape().prepend(n);
            inputs.add(new TensorSpec(STATE + part.name(), TFloat32.class, shape));
            inputs.add(new TensorSpec(COTANGENT + part.name(), TFloat32.class, shape));
        }
        inputs.add(new TensorSpec(STEP, TFloat64.class, Shape.scalar()));
        inputs.add(new TensorSpec(ACCEPTED, TInt32.class, Shape.scalar()));
        Bundle<Record> buffers = Objects.requireNonNull(stored, "The forward function is compiled first.");
        buffers.specs().forEach(b -> inputs.add(new TensorSpec(STORED + b.name(), b.type(), b.shape())));
        return CompiledFunction.compile("bench_backward", inputs, execution, (tf, in) -> {
            SymbolicSolution<TFloat32> solution =
                    new SymbolicSolution<>(parts(in, STATE), solved(tf, in), stored(buffers, in));
            SymbolicGradient<TFloat32> gradient =
                    solver.gradient(tf, problem, solution, parts(in, COTANGENT), times(in), n, parameters(in), false);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            gradient.state().asMap().forEach((name, value) -> outputs.put("a." + name, value));
            gradient.parameters().asMap().forEach((name, value) -> outputs.put(GRADIENT + name, value));
            outputs.putAll(gradient.outcome().asOutputs(OUTCOME));
            return outputs;
        });
    }

    /** The outcome of a forward solve that was made elsewhere: the backward solve wants its steps, and the size of the next. */
    private static SolveOutcome solved(Ops tf, Map<String, Operand<?>> in) {
        Operand<TInt32> zero = tf.constant(0);
        return new SolveOutcome(
                zero,
                tf.constant(0.0),
                Benchmark.<TFloat64>typed(in, STEP),
                zero,
                Benchmark.<TInt32>typed(in, ACCEPTED),
                zero,
                zero,
                zero,
                List.of());
    }

    private static Record stored(Bundle<Record> buffers, Map<String, Operand<?>> in) {
        return buffers.of(buffers.names().stream()
                .<Operand<?>>map(name -> Objects.requireNonNull(in.get(STORED + name), name))
                .toList());
    }

    private List<TensorSpec> commonSpecs() {
        List<TensorSpec> specs = new ArrayList<>();
        for (Parameter parameter : instance.problem().parameters()) {
            specs.add(new TensorSpec(PARAMETER + parameter.name(), TFloat32.class, parameter.shape()));
        }
        specs.add(new TensorSpec(TIMES, TFloat64.class, Shape.of(n)));
        return specs;
    }

    private TensorMap forwardInputs() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : instance.problem().parameters()) {
            float[] values = Objects.requireNonNull(instance.parameters().get(parameter.name()), parameter.name());
            tensors.put(PARAMETER + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
        }
        for (Part part : instance.problem().parts()) {
            float[] values = Objects.requireNonNull(instance.first().get(part.name()), part.name());
            tensors.put(STATE + part.name(), Tensors.ofFloats(part.shape(), values));
        }
        tensors.put(TIMES, Tensors.of(TFloat64.class, Shape.of(n), toArray(instance.times())));
        return new TensorMap(tensors);
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private NamedOperands<TFloat32> parts(Map<String, Operand<?>> in, String prefix) {
        Map<String, Operand<TFloat32>> picked = new LinkedHashMap<>();
        instance.problem().parts().forEach(p -> picked.put(p.name(), typed(in, prefix + p.name())));
        return NamedOperands.of(picked);
    }

    private NamedOperands<TFloat32> parameters(Map<String, Operand<?>> in) {
        Map<String, Operand<TFloat32>> picked = new LinkedHashMap<>();
        instance.problem().parameters().forEach(p -> picked.put(p.name(), typed(in, PARAMETER + p.name())));
        return NamedOperands.of(picked);
    }

    private static Operand<TFloat64> times(Map<String, Operand<?>> in) {
        return typed(in, TIMES);
    }

    @SuppressWarnings("unchecked") // the specification of the input says so
    private static <U extends TType> Operand<U> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<U>) Objects.requireNonNull(in.get(name), name);
    }

    /** Frees functions and tensors. */
    @Override
    public void close() {
        forward.close();
        backward.close();
        forwardInputs.close();
    }
}
