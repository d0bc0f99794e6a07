package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * A TensorFlow function, built once from symbols and called many times with tensors; one call is one {@code
 * Session.run}.
 *
 * <p>The same function runs natively or as one XLA program; the two differ by an attribute on the calling node. Calls
 * from several threads at once are safe.
 */
public final class CompiledFunction implements AutoCloseable {

    /** Builds the outputs of a function from its inputs. */
    @FunctionalInterface
    public interface Body {
        /**
         * Adds the function's operations.
         *
         * @param tf adds to the function's own graph
         * @param inputs one operand per input specification, by name
         * @return the outputs, by name; their order is kept
         */
        Map<String, Operand<?>> build(Ops tf, Map<String, Operand<?>> inputs);
    }

    private final String name;
    private final List<TensorSpec> inputs;
    private final List<String> outputNames;
    private final Graph graph;
    private final Session session;
    private final List<Output<?>> fed;
    private final List<Output<?>> fetched;

    private CompiledFunction(
            String name,
            List<TensorSpec> inputs,
            List<String> outputNames,
            Graph graph,
            Session session,
            List<Output<?>> fed,
            List<Output<?>> fetched) {
        this.name = name;
        this.inputs = inputs;
        this.outputNames = outputNames;
        this.graph = graph;
        this.session = session;
        this.fed = fed;
        this.fetched = fetched;
    }

    /**
     * Builds a function.
     *
     * @param name shown in errors and profiles
     * @param inputs what a call takes
     * @param options engine and device
     * @param body makes the outputs
     */
    public static CompiledFunction compile(String name, List<TensorSpec> inputs, ExecutionOptions options, Body body) {
        List<String> outputNames = new ArrayList<>();
        Graph graph = new Graph();
        try (ConcreteFunction function = Functions.define(name, inputs, byPosition(inputs, outputNames, body))) {
            Ops tf = Ops.create(graph);
            graph.attachFunction(function);
            List<Output<?>> fed = new ArrayList<>();
            for (TensorSpec input : inputs) {
                fed.add(tf.placeholder(input.type(), Placeholder.shape(input.shape()))
                        .asOutput());
            }
            OperationBuilder call = graph.opBuilder(function.getDefinedName(), "call", graph.baseScope());
            fed.forEach(call::addInput);
            call.setAttr("_XlaMustCompile", options.engine() == Engine.XLA);
            call.setDevice(options.device().tensorFlowName());
            Operation node = call.build();
            List<Output<?>> fetched = new ArrayList<>();
            for (int i = 0; i < outputNames.size(); i++) {
                fetched.add(node.output(i));
            }
            List<String> fedNames = names(fed);
            List<String> fetchedNames = names(fetched);
            Graph run = options.engine() == Engine.XLA ? graph : ordered(graph);
            Session session = new Session(run, sessionConfig());
            return new CompiledFunction(
                    name,
                    List.copyOf(inputs),
                    List.copyOf(outputNames),
                    run,
                    session,
                    in(run, fedNames),
                    in(run, fetchedNames));
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    /** Replaces the graph, which is closed. */
    private static Graph ordered(Graph graph) {
        Graph ordered = new Graph();
        try {
            ordered.importGraphDef(OrderedSums.in(graph.toGraphDef()));
        } catch (RuntimeException | Error e) {
            ordered.close();
            throw e;
        }
        graph.close();
        return ordered;
    }

    private static List<String> names(List<Output<?>> outputs) {
        return outputs.stream()
                .map(output -> output.op().name() + ":" + output.index())
                .toList();
    }

    private static List<Output<?>> in(Graph graph, List<String> names) {
        List<Output<?>> found = new ArrayList<>();
        names.forEach(name -> found.add(graph.outputOrThrow(name)));
        return found;
    }

    /**
     * A body that takes and returns operands by position.
     *
     * @param outputNames is filled with the names of the outputs when the body is built
     */
    static Functions.Body byPosition(List<TensorSpec> inputs, List<String> outputNames, Body body) {
        return (tf, operands) -> {
            Map<String, Operand<?>> named = new LinkedHashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                named.put(inputs.get(i).name(), operands.get(i));
            }
            Map<String, Operand<?>> outputs = body.build(tf, named);
            outputNames.addAll(outputs.keySet());
            return List.copyOf(outputs.values());
        };
    }

    /** What a call takes, in order. */
    public List<TensorSpec> inputs() {
        return inputs;
    }

    /** The names of what a call returns, in order. */
    public List<String> outputs() {
        return outputNames;
    }

    /**
     * Runs the function.
     *
     * @param arguments one tensor per input; more are ignored, so that one map can serve several functions
     * @return the outputs; the caller closes them
     * @throws InterruptedCallException if the thread is interrupted, before anything is run; the flag stays set
     * @throws IllegalArgumentException if an input is missing or has another type or shape than specified
     */
    public TensorMap call(Map<String, ? extends Tensor> arguments) {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedCallException(name);
        }
        Session.Runner runner = session.runner();
        for (int i = 0; i < inputs.size(); i++) {
            runner.feed(fed.get(i), checked(inputs.get(i), arguments));
        }
        fetched.forEach(runner::fetch);
        Result result = runner.run();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (int i = 0; i < outputNames.size(); i++) {
            outputs.put(outputNames.get(i), result.get(i));
        }
        return new TensorMap(outputs);
    }

    private Tensor checked(TensorSpec spec, Map<String, ? extends Tensor> arguments) {
        Tensor tensor = arguments.get(spec.name());
        if (tensor == null) {
            throw new IllegalArgumentException("Function \"" + name + "\" is called without its input \"" + spec.name()
                    + "\"; found " + arguments.keySet() + ".");
        }
        if (!tensor.shape().equals(spec.shape()) || !spec.type().isInstance(tensor)) {
            throw new IllegalArgumentException("Input \"" + spec.name() + "\" of function \"" + name + "\" is "
                    + tensor.dataType() + " " + tensor.shape() + ", expected "
                    + spec.type().getSimpleName() + " " + spec.shape() + ".");
        }
        return tensor;
    }

    private static ConfigProto sessionConfig() {
        // Grappler's function optimiser crashes on loops inside functions (TensorFlow 2.18). Its other passes cost
        // seconds at
        // the first call and were not found to gain anything: the graphs are made once, without dead or doubled parts.
        RewriterConfig rewriter =
                RewriterConfig.newBuilder().setDisableMetaOptimizer(true).build();
        return ConfigProto.newBuilder()
                .setAllowSoftPlacement(true)
                .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
                .build();
    }

    /** Frees the native session and graph. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
