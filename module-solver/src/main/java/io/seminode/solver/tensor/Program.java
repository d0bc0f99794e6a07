package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TInt32;

/** A function made ready for one engine and device: a graph that calls it, and a session. */
final class Program implements AutoCloseable {
    private static final TensorSpec SIGNAL = new TensorSpec("stop signal", TInt32.class, Shape.scalar());
    private static final String SIGNAL_NODE = "stop_signal";

    private final Engine engine;
    private final List<String> outputNames;
    private final Graph graph;
    private final Session session;
    private final List<Output<?>> fed;
    private final List<Output<?>> fetched;

    private Program(
            Engine engine,
            List<String> outputNames,
            Graph graph,
            Session session,
            List<Output<?>> fed,
            List<Output<?>> fetched) {
        this.engine = engine;
        this.outputNames = outputNames;
        this.graph = graph;
        this.session = session;
        this.fed = fed;
        this.fetched = fetched;
    }

    /**
     * Builds the function and a graph around it. XLA compiles at the first call.
     *
     * @param options an engine that is not to be found out first
     */
    static Program of(String name, List<TensorSpec> inputs, ExecutionOptions options, CompiledFunction.Body body) {
        return RootLocale.call(() -> built(name, inputs, options, body));
    }

    private static Program built(
            String name, List<TensorSpec> inputs, ExecutionOptions options, CompiledFunction.Body body) {
        boolean isXla = options.engine() == Engine.XLA;
        List<String> outputNames = new ArrayList<>();
        Functions.Body byPosition = CompiledFunction.byPosition(inputs, outputNames, body);
        List<TensorSpec> all = new ArrayList<>(inputs);
        if (!isXla) {
            all.add(SIGNAL);
        }
        Graph graph = new Graph();
        try (ConcreteFunction function = Functions.define(name, all, (tf, operands) -> {
            if (!isXla) {
                tf.withName(SIGNAL_NODE).identity(operands.get(inputs.size()));
            }
            return byPosition.build(tf, operands);
        })) {
            Ops tf = Ops.create(graph);
            graph.attachFunction(function);
            List<Output<?>> fed = new ArrayList<>();
            for (TensorSpec input : all) {
                fed.add(tf.placeholder(input.type(), Placeholder.shape(input.shape()))
                        .asOutput());
            }
            OperationBuilder call = graph.opBuilder(function.getDefinedName(), "call", graph.baseScope());
            fed.forEach(call::addInput);
            call.setAttr("_XlaMustCompile", isXla);
            call.setDevice(options.device().tensorFlowName());
            Operation node = call.build();
            List<Output<?>> fetched = new ArrayList<>();
            for (int i = 0; i < outputNames.size(); i++) {
                fetched.add(node.output(i));
            }
            List<String> fedNames = names(fed);
            List<String> fetchedNames = names(fetched);
            Graph run = isXla ? graph : ordered(graph);
            Session session = new Session(run, sessionConfig());
            return new Program(
                    options.engine(), List.copyOf(outputNames), run, session, in(run, fedNames), in(run, fetchedNames));
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    /** Replaces the graph, which is closed. */
    private static Graph ordered(Graph graph) {
        Graph ordered = new Graph();
        try {
            ordered.importGraphDef(InPlaceRows.in(OrderedSums.in(graph.toGraphDef())));
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

    Engine engine() {
        return engine;
    }

    List<String> outputNames() {
        return outputNames;
    }

    /** Whether a call can be told to end. */
    boolean isStoppable() {
        return engine != Engine.XLA;
    }

    /** See {@link CompiledFunction#stopSignal}. */
    static Optional<Operand<TInt32>> stopSignal(Ops tf) {
        Operation found = ((Graph) tf.scope().env()).operation(SIGNAL_NODE);
        return found == null ? Optional.empty() : Optional.of(found.output(0));
    }

    /**
     * Runs the function.
     *
     * @param arguments one tensor per input, in order
     * @param call may be told to end meanwhile; the outputs are then of no use
     */
    TensorMap run(List<Tensor> arguments, RunningCall call) {
        Session.Runner runner = session.runner();
        for (int i = 0; i < arguments.size(); i++) {
            runner.feed(fed.get(i), arguments.get(i));
        }
        if (isStoppable()) {
            runner.feed(fed.get(arguments.size()), call.signal());
        }
        fetched.forEach(runner::fetch);
        Result result;
        call.enter();
        try {
            result = runner.run();
        } finally {
            call.leave();
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (int i = 0; i < outputNames.size(); i++) {
            outputs.put(outputNames.get(i), result.get(i));
        }
        return new TensorMap(outputs);
    }

    /** Frees session and graph. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
