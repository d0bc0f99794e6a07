package io.seminode.solver.tensor;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A TensorFlow function, built once from symbols and called many times with tensors; one call is one {@code
 * Session.run}.
 *
 * <p>The same function runs natively or as one XLA program; the two differ by an attribute on the calling node. Calls
 * from several threads at once are safe.
 *
 * <p>A native call can be told to end, by an interrupt of its thread or by {@link #close}: loops that look at {@link
 * #stopSignal} end at their next round. An XLA program runs to its end.
 *
 * <p>Owns native memory: close it. That of a function that was forgotten is freed after the garbage collector found it.
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

    static {
        TensorFlowRuntime.prepare();
    }

    private static final Cleaner CLEANER = Cleaner.create();

    private final String name;
    private final List<TensorSpec> inputs;
    private final FunctionMemory memory;
    private final Cleaner.Cleanable memoryEnd;
    private volatile @Nullable EngineTrial trial;

    private CompiledFunction(String name, List<TensorSpec> inputs, Program program, @Nullable EngineTrial trial) {
        this.name = name;
        this.inputs = inputs;
        this.memory = new FunctionMemory(name, program);
        this.memoryEnd = CLEANER.register(this, memory);
        this.trial = trial;
    }

    /**
     * Builds a function.
     *
     * @param name shown in errors and profiles
     * @param inputs what a call takes
     * @param options engine and device; {@link Engine#AUTO} begins natively and finds the faster one out in use
     * @param body makes the outputs; with {@code AUTO} it is called again for XLA
     */
    public static CompiledFunction compile(String name, List<TensorSpec> inputs, ExecutionOptions options, Body body) {
        List<TensorSpec> specs = List.copyOf(inputs);
        if (options.engine() != Engine.AUTO) {
            return new CompiledFunction(name, specs, Program.of(name, specs, options, body), null);
        }
        long start = System.nanoTime();
        Program program = Program.of(name, specs, options.withEngine(Engine.NATIVE), body);
        return new CompiledFunction(
                name,
                specs,
                program,
                new EngineTrial(
                        () -> Program.of(name, specs, options.withEngine(Engine.XLA), body),
                        System.nanoTime() - start));
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
        return memory.program().outputNames();
    }

    /** What the next call is run by: never {@link Engine#AUTO}. */
    public Engine engine() {
        return memory.program().engine();
    }

    /**
     * Runs the function.
     *
     * @param arguments one tensor per input; more are ignored, so that one map can serve several functions
     * @return the outputs; the caller closes them
     * @throws InterruptedCallException if the thread is interrupted, before or while a native function runs; the flag stays set
     * @throws IllegalArgumentException if an input is missing or has another type or shape than specified
     * @throws IllegalStateException if the function is closed, before or while it runs
     */
    public TensorMap call(Map<String, ? extends Tensor> arguments) {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedCallException(name, "before");
        }
        RunningCall call = memory.begin();
        try {
            List<Tensor> inOrder = new ArrayList<>();
            inputs.forEach(spec -> inOrder.add(checked(spec, arguments)));
            return trial == null ? run(memory.program(), inOrder, call) : callOnTrial(inOrder, call);
        } finally {
            memory.end(call);
            Reference.reachabilityFence(this); // or the cleaner would wait for this call
        }
    }

    /**
     * Runs the function with numbers.
     *
     * @param numbers a record that has, by the names of the inputs, {@code double[]} row-major, or for {@code y.u} and {@code
     *     y.v} a map {@code y} of them
     * @return the outputs; the caller closes them
     * @throws IllegalArgumentException if an input is missing or has another length than specified
     */
    public TensorMap call(Record numbers) {
        try (TensorMap arguments = new TensorMap()) {
            for (TensorSpec spec : inputs) {
                arguments.put(spec.name(), Tensors.of(spec.type(), spec.shape(), Bundle.numbers(numbers, spec.name())));
            }
            return call(arguments.asMap());
        }
    }

    private TensorMap run(Program program, List<Tensor> arguments, RunningCall call) {
        TensorMap outputs = program.run(arguments, call);
        if (program.isStoppable() && call.wasStopped()) {
            outputs.close();
            memory.requireOpen();
            throw new InterruptedCallException(name, "during");
        }
        return outputs;
    }

    /** One thread at a time, so that no call runs on a program that loses. */
    private synchronized TensorMap callOnTrial(List<Tensor> arguments, RunningCall call) {
        EngineTrial undecided = trial;
        if (undecided != null && undecided.isDue()) {
            memory.replace(undecided.winner(memory.program(), each -> run(each, arguments, call)));
            undecided = null;
            trial = null;
        }
        long start = System.nanoTime();
        TensorMap outputs = run(memory.program(), arguments, call);
        if (undecided != null) {
            undecided.ran(System.nanoTime() - start);
        }
        return outputs;
    }

    /**
     * What loops of a function's body compare with 0, anew in each round, to see whether the call was told to end; a loop takes it
     * as one of its invariants. The outputs of a call that was told to end are never seen.
     *
     * @param tf adds to the function's own graph, not to that of a loop
     * @return nothing where calls cannot be told to end, as in an XLA program or in a SavedModel
     */
    public static Optional<Operand<TInt32>> stopSignal(Ops tf) {
        return Program.stopSignal(tf);
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

    FunctionMemory memory() {
        return memory;
    }

    /** Frees the native session and graph. Native calls that are under way are told to end; all are waited for. */
    @Override
    public void close() {
        memoryEnd.clean();
    }
}
