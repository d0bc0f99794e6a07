package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StatelessWhile;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TBool;

/** Loops inside compiled functions. */
public final class Loops {
    private Loops() {}

    /** Whether a loop goes round once more, from what it carries and what it is given. */
    @FunctionalInterface
    public interface Goes<S extends Record, G extends Record> {
        /** A scalar. */
        Operand<TBool> on(Ops tf, S state, G given);
    }

    /** One round of a loop. */
    @FunctionalInterface
    public interface Round<S extends Record, G extends Record> {
        /** What the loop carries after it, with the same types and shapes. */
        S next(Ops tf, S state, G given);
    }

    /**
     * Adds a while loop. Condition and body are built in graphs of their own: what they use of the surrounding graph must
     * come in as {@code state} or {@code given}.
     *
     * @param name shown in profiles
     * @param state what changes from round to round, as it is before the first
     * @param given what does not change
     * @return the state after the last round
     */
    public static <S extends Record, G extends Record> S whileLoop(
            Ops tf, String name, S state, G given, Goes<S, G> condition, Round<S, G> body) {
        Bundle<S> states = Bundle.like(state);
        Bundle<G> givens = Bundle.like(given);
        return states.of(whileLoop(
                tf,
                name,
                states.flatten(state),
                givens.flatten(given),
                (ops, carried, fixed) -> condition.on(ops, states.of(carried), givens.of(fixed)),
                (ops, carried, fixed) -> states.flatten(body.next(ops, states.of(carried), givens.of(fixed)))));
    }

    /** The condition of a loop. */
    @FunctionalInterface
    public interface Condition {
        /** Whether to go round once more. */
        Operand<TBool> test(Ops tf, List<Operand<?>> carried, List<Operand<?>> invariants);
    }

    /** The body of a loop. */
    @FunctionalInterface
    public interface Body {
        /** The next values of the carried operands, in the same order, with the same types and shapes. */
        List<Operand<?>> next(Ops tf, List<Operand<?>> carried, List<Operand<?>> invariants);
    }

    /**
     * Adds a while loop. Condition and body are built in graphs of their own: what they use of the surrounding graph must
     * come in as {@code carried} or {@code invariants}.
     *
     * @param name shown in profiles
     * @param carried first values of what changes from round to round
     * @param invariants what does not change
     * @return the last values of the carried operands
     */
    public static List<Operand<?>> whileLoop(
            Ops tf,
            String name,
            List<? extends Operand<?>> carried,
            List<? extends Operand<?>> invariants,
            Condition condition,
            Body body) {
        List<Operand<?>> all = new ArrayList<>(carried);
        all.addAll(invariants);
        List<TensorSpec> specs = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Operand<?> operand = all.get(i);
            specs.add(new TensorSpec("v" + i, operand.asOutput().type(), operand.shape()));
        }
        int split = carried.size();
        try (ConcreteFunction test = Functions.define(
                        name + "_condition",
                        specs,
                        (ops, in) -> List.of(condition.test(ops, in.subList(0, split), in.subList(split, in.size()))));
                ConcreteFunction step = Functions.define(name + "_body", specs, (ops, in) -> {
                    List<Operand<?>> next = body.next(ops, in.subList(0, split), in.subList(split, in.size()));
                    requireSameShape(name, specs.subList(0, split), next);
                    List<Operand<?>> outputs = new ArrayList<>(next);
                    outputs.addAll(in.subList(split, in.size()));
                    return outputs;
                })) {
            While loop = StatelessWhile.create(
                    tf.scope(),
                    all,
                    test,
                    step,
                    While.outputShapes(specs.stream().map(TensorSpec::shape).toList()));
            return List.<Operand<?>>copyOf(loop.output().subList(0, split));
        }
    }

    private static void requireSameShape(String name, List<TensorSpec> specs, List<Operand<?>> next) {
        if (next.size() != specs.size()) {
            throw new IllegalStateException("The body of loop \"" + name + "\" returns " + next.size()
                    + " operands, expected " + specs.size() + ".");
        }
        for (int i = 0; i < next.size(); i++) {
            if (!next.get(i).shape().isCompatibleWith(specs.get(i).shape())
                    || next.get(i).asOutput().type() != specs.get(i).type()) {
                throw new IllegalStateException("Operand " + i + " of loop \"" + name + "\" changes from "
                        + specs.get(i).type().getSimpleName() + " "
                        + specs.get(i).shape() + " to "
                        + next.get(i).asOutput().type().getSimpleName() + " "
                        + next.get(i).shape() + ".");
            }
        }
    }
}
