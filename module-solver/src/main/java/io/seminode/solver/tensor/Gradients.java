package io.seminode.solver.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StopGradient;
import org.tensorflow.types.family.TFloating;

/** Reverse-mode derivatives inside a function's graph. */
public final class Gradients {
    /** Operations whose floating-point values are piecewise constant. */
    private static final Set<String> ROUNDING = Set.of(
            "Ceil", "Floor", "FloorDiv", "FloorMod", "Mod", "TruncateDiv", "TruncateMod", "Rint", "Round", "Sign");

    private static final Set<String> SHAPES = Set.of("Rank", "Shape", "ShapeN", "Size");

    /** Constants in the shape of what they are given. */
    private static final Set<String> CONSTANTS = Set.of("OnesLike", "ZerosLike");

    private Gradients() {}

    /**
     * Vector-Jacobian products: for each {@code x} the sum over {@code y} of cotangent<sup>T</sup> dy/dx.
     *
     * <p>Every {@code x} must be connected with some {@code y}, see {@link #connected}.
     *
     * @param ys outputs
     * @param xs inputs; derivatives do not go past them if they are placeholders or results of {@code stopGradient}
     * @param cotangents one per output, of its shape
     * @return one product per input, of its shape; zero where the only paths pass operations without a derivative, such as
     *     comparisons
     */
    public static List<Operand<?>> vjp(
            Ops tf,
            List<? extends Operand<?>> ys,
            List<? extends Operand<?>> xs,
            List<? extends Operand<?>> cotangents) {
        MissingGradients.register();
        // TensorFlow loses derivatives where one output is computed from another: outputs of their own are at no such
        // place.
        List<Operand<?>> ends = new ArrayList<>(ys.size());
        ys.forEach(y -> ends.add(tf.identity(y)));
        Output<?>[] products = graphOf(tf).addGradients(null, outputs(ends), outputs(xs), outputs(cotangents));
        List<Operand<?>> found = new ArrayList<>(products.length);
        for (int i = 0; i < products.length; i++) {
            found.add(isMissing(products[i]) ? tf.zerosLike(xs.get(i)) : products[i]);
        }
        return found;
    }

    /**
     * Vector-Jacobian products as {@link #vjp}, zero for every {@code x} that no {@code y} is connected with.
     *
     * @param xs of static shapes
     */
    public static <T extends TFloating> List<Operand<T>> vjpOrZeros(
            Ops tf, List<Operand<T>> ys, List<Operand<T>> xs, List<Operand<T>> cotangents) {
        List<Boolean> connected = connected(ys, xs);
        List<Operand<T>> asked = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            if (connected.get(i)) {
                asked.add(xs.get(i));
            }
        }
        Iterator<Operand<?>> found = asked.isEmpty()
                ? Collections.emptyIterator()
                : vjp(tf, ys, asked, cotangents).iterator();
        List<Operand<T>> products = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            products.add(connected.get(i) ? sameType(found.next()) : tf.zerosLike(xs.get(i)));
        }
        return products;
    }

    /**
     * The same by the operands of a record, which all have the type of the outputs.
     *
     * @return their derivatives in their places
     */
    @SuppressWarnings("unchecked") // says the caller
    public static <T extends TFloating, R extends Record> R vjpOrZeros(
            Ops tf, List<Operand<T>> ys, R xs, List<Operand<T>> cotangents) {
        Bundle<R> bundle = Bundle.like(xs);
        List<Operand<T>> by = new ArrayList<>();
        bundle.flatten(xs).forEach(x -> by.add((Operand<T>) x));
        return bundle.of(vjpOrZeros(tf, ys, by, cotangents));
    }

    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static <T extends TFloating> Operand<T> sameType(Operand<?> product) {
        return (Operand<T>) product;
    }

    /** TensorFlow's way to say that there is no derivative: an output of no operation. */
    private static boolean isMissing(Output<?> product) {
        return ((GraphOperation) product.op()).getUnsafeNativeHandle() == null;
    }

    /**
     * Which {@code xs} some {@code y} has a derivative by: a path leads there that does not pass {@code stopGradient}.
     *
     * @return one truth value per {@code x}
     */
    public static List<Boolean> connected(List<? extends Operand<?>> ys, List<? extends Operand<?>> xs) {
        return reached(ys, xs, false);
    }

    /**
     * Which {@code xs} the value of some {@code y} depends on: a path leads there, whether through {@code stopGradient} or
     * not. Who looks at the shape alone, as {@code zerosLike} does, does not depend on the value.
     *
     * @return one truth value per {@code x}
     */
    public static List<Boolean> dependent(List<? extends Operand<?>> ys, List<? extends Operand<?>> xs) {
        return reached(ys, xs, true);
    }

    private static List<Boolean> reached(
            List<? extends Operand<?>> ys, List<? extends Operand<?>> xs, boolean throughStopGradient) {
        Set<GraphOperation> seen = new HashSet<>();
        Deque<GraphOperation> open = new ArrayDeque<>();
        for (Operand<?> y : ys) {
            open.add((GraphOperation) y.op());
        }
        while (!open.isEmpty()) {
            GraphOperation op = open.pop();
            boolean ends = throughStopGradient
                    ? SHAPES.contains(op.type()) || CONSTANTS.contains(op.type())
                    : op.type().equals(StopGradient.OP_NAME);
            if (seen.add(op) && !ends) {
                for (Operand<?> input : op.inputs()) {
                    open.push((GraphOperation) input.op());
                }
            }
        }
        List<Boolean> reached = new ArrayList<>(xs.size());
        for (Operand<?> x : xs) {
            reached.add(seen.contains((GraphOperation) x.op()));
        }
        return reached;
    }

    /**
     * Whether some {@code y} may jump where {@code x} passes a value: a path leads there through a truth value or a whole
     * number (a comparison, an index), or through rounding. No derivative sees such a jump.
     */
    public static boolean mayJump(List<? extends Operand<?>> ys, Operand<?> x) {
        Map<GraphOperation, List<GraphOperation>> users = new HashMap<>();
        Set<GraphOperation> seen = new HashSet<>();
        Deque<GraphOperation> open = new ArrayDeque<>();
        ys.forEach(y -> open.push((GraphOperation) y.op()));
        while (!open.isEmpty()) {
            GraphOperation op = open.pop();
            if (seen.add(op)) {
                for (Operand<?> input : op.inputs()) {
                    GraphOperation from = (GraphOperation) input.op();
                    users.computeIfAbsent(from, key -> new ArrayList<>()).add(op);
                    open.push(from);
                }
            }
        }
        Set<GraphOperation> reached = new HashSet<>();
        open.push((GraphOperation) x.op());
        while (!open.isEmpty()) {
            GraphOperation op = open.pop();
            // The shape of a value stays what it is.
            if (reached.add(op) && !SHAPES.contains(op.type())) {
                if (isStep(op)) {
                    return true;
                }
                users.getOrDefault(op, List.of()).forEach(open::push);
            }
        }
        return false;
    }

    private static boolean isStep(GraphOperation op) {
        if (ROUNDING.contains(op.type())) {
            return true;
        }
        for (int i = 0; i < op.numOutputs(); i++) {
            if (!TFloating.class.isAssignableFrom(op.output(i).type())) {
                return true;
            }
        }
        return false;
    }

    private static Graph graphOf(Ops tf) {
        return (Graph) tf.scope().env();
    }

    private static Output<?>[] outputs(List<? extends Operand<?>> operands) {
        return operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    }
}
