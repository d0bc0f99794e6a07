package io.seminode.models.train;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam with decoupled weight decay, as operations: m and v are passed in and out, and so is what changes from step to step.
 *
 * <p>Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019), algorithm 2; betas 0.9 and
 * 0.999, epsilon 1e-8 and the order of operations as in PyTorch.
 */
final class AdamW {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    /** How many numbers {@link #scalars} gives. */
    static final int SCALARS = 3;

    private AdamW() {}

    /**
     * One parameter with its running means.
     *
     * @param value the parameter
     * @param m running mean of its gradient
     * @param v running mean of the gradient's square
     */
    record Slot(Operand<TFloat32> value, Operand<TFloat32> m, Operand<TFloat32> v) {}

    /**
     * The numbers of one step: the step size and the root of v, both corrected for the means having started at zero, and what
     * is kept of a weight.
     *
     * @param step from 1
     * @param weightDecay fraction of a weight, times the learning rate, taken off in each step
     */
    static float[] scalars(int step, double learningRate, double weightDecay) {
        return new float[] {
            (float) (learningRate / (1 - Math.pow(BETA_1, step))),
            (float) Math.sqrt(1 - Math.pow(BETA_2, step)),
            (float) (1 - learningRate * weightDecay)
        };
    }

    /** The same inside a function, scalars each. */
    record Scalars(Operand<TFloat32> stepSize, Operand<TFloat32> rootOfV, Operand<TFloat32> kept) {
        static Scalars of(Ops tf, Operand<TFloat32> vector) {
            return new Scalars(at(tf, vector, 0), at(tf, vector, 1), at(tf, vector, 2));
        }

        private static Operand<TFloat32> at(Ops tf, Operand<TFloat32> vector, int i) {
            return tf.gather(vector, tf.constant(i), tf.constant(0));
        }
    }

    static Slot update(Ops tf, Scalars scalars, Slot old, Operand<TFloat32> gradient) {
        Operand<TFloat32> m = mix(tf, (float) BETA_1, old.m(), gradient);
        Operand<TFloat32> v = mix(tf, (float) BETA_2, old.v(), tf.math.square(gradient));
        Operand<TFloat32> scale = tf.math.add(tf.math.div(tf.math.sqrt(v), scalars.rootOfV()), tf.constant(EPSILON));
        Operand<TFloat32> decayed = tf.math.mul(old.value(), scalars.kept());
        return new Slot(tf.math.sub(decayed, tf.math.mul(scalars.stepSize(), tf.math.div(m, scale))), m, v);
    }

    private static Operand<TFloat32> mix(Ops tf, float beta, Operand<TFloat32> old, Operand<TFloat32> fresh) {
        return tf.math.add(tf.math.mul(tf.constant(beta), old), tf.math.mul(tf.constant(1 - beta), fresh));
    }

    /** The slot of a parameter among the inputs of a function. */
    static Slot slot(
            NamedOperands<TFloat32> values, NamedOperands<TFloat32> m, NamedOperands<TFloat32> v, String name) {
        return new Slot(values.get(name), m.get(name), v.get(name));
    }
}
