package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;

/** Defines TensorFlow functions: graphs of their own, called by name. */
final class Functions {
    private Functions() {}

    /** Builds outputs from inputs, by position. */
    @FunctionalInterface
    interface Body {
        List<? extends Operand<?>> build(Ops tf, List<Operand<?>> inputs);
    }

    static ConcreteFunction define(String name, List<TensorSpec> inputs, Body body) {
        return RootLocale.call(() -> ConcreteFunction.create(tf -> {
            Signature.Builder signature = Signature.builder(name);
            List<Operand<?>> operands = new ArrayList<>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                TensorSpec spec = inputs.get(i);
                Operand<?> operand = tf.placeholder(spec.type(), Placeholder.shape(spec.shape()));
                operands.add(operand);
                signature.input("in" + i, operand);
            }
            List<? extends Operand<?>> outputs = body.build(tf, operands);
            for (int i = 0; i < outputs.size(); i++) {
                // An output that is an input, or that stands twice, needs a node of its own.
                signature.output("out" + i, tf.identity(outputs.get(i)));
            }
            return signature.build();
        }));
    }
}
