package io.seminode.models.train;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam with decoupled weight decay, as operations: m and v are passed in and out.
 *
 * <p>Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019), algorithm 2; betas 0.9 and
 * 0.999, epsilon 1e-8 and the order of operations as in PyTorch.
 *
 * @param learningRate step size
 * @param weightDecay fraction of a weight, times the learning rate, taken off in each step
 */
record AdamW(double learningRate, double weightDecay) {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    /**
     * One parameter with its running means.
     *
     * @param value the parameter
     * @param m running mean of its gradient
     * @param v running mean of the gradient's square
     */
    record Slot(Operand<TFloat32> value, Operand<TFloat32> m, Operand<TFloat32> v) {}

    /** Corrects the running means for having started at zero; scalars of the step, counted from 1. */
    record Correction(Operand<TFloat32> stepSize, Operand<TFloat32> rootOfV) {}

    Correction correction(Ops tf, Operand<TFloat32> step) {
        Operand<TFloat32> one = tf.constant(1f);
        Operand<TFloat32> first = tf.math.sub(one, tf.math.pow(tf.constant(BETA_1), step));
        Operand<TFloat32> second = tf.math.sub(one, tf.math.pow(tf.constant(BETA_2), step));
        return new Correction(tf.math.div(tf.constant((float) learningRate), first), tf.math.sqrt(second));
    }

    Slot update(Ops tf, Correction correction, Slot old, Operand<TFloat32> gradient) {
        Operand<TFloat32> m = mix(tf, BETA_1, old.m(), gradient);
        Operand<TFloat32> v = mix(tf, BETA_2, old.v(), tf.math.square(gradient));
        Operand<TFloat32> scale = tf.math.add(tf.math.div(tf.math.sqrt(v), correction.rootOfV()), tf.constant(EPSILON));
        Operand<TFloat32> decayed = tf.math.mul(old.value(), tf.constant((float) (1 - learningRate * weightDecay)));
        return new Slot(tf.math.sub(decayed, tf.math.mul(correction.stepSize(), tf.math.div(m, scale))), m, v);
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
