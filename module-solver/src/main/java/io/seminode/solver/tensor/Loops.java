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
        List<Operand<?>> all = new ArrayList<>(states.flatten(state));
        int split = all.size();
        all.addAll(givens.flatten(given));
        List<TensorSpec> specs = new ArrayList<>(states.specs());
        specs.addAll(givens.specs());
        try (ConcreteFunction test = Functions.define(
                        name + "_condition",
                        specs,
                        (ops, in) -> List.of(condition.on(
                                ops, states.of(in.subList(0, split)), givens.of(in.subList(split, in.size())))));
                ConcreteFunction step = Functions.define(name + "_body", specs, (ops, in) -> {
                    List<Operand<?>> unchanged = in.subList(split, in.size());
                    List<Operand<?>> outputs = new ArrayList<>(
                            states.flatten(body.next(ops, states.of(in.subList(0, split)), givens.of(unchanged))));
                    requireSameShape(name, states.specs(), outputs);
                    outputs.addAll(unchanged);
                    return outputs;
                })) {
            While loop = StatelessWhile.create(
                    tf.scope(),
                    all,
                    test,
                    step,
                    While.outputShapes(specs.stream().map(TensorSpec::shape).toList()));
            return states.of(List.<Operand<?>>copyOf(loop.output().subList(0, split)));
        }
    }

    private static void requireSameShape(String name, List<TensorSpec> specs, List<Operand<?>> next) {
        for (int i = 0; i < next.size(); i++) {
            if (!next.get(i).shape().isCompatibleWith(specs.get(i).shape())
                    || next.get(i).asOutput().type() != specs.get(i).type()) {
                throw new IllegalStateException(
                        "Operand " + specs.get(i).name() + " of loop \"" + name + "\" changes from "
                                + specs.get(i).type().getSimpleName() + " "
                                + specs.get(i).shape() + " to "
                                + next.get(i).asOutput().type().getSimpleName() + " "
                                + next.get(i).shape() + ".");
            }
        }
    }
}
