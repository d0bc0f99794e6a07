package io.seminode.models.train;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How a gradient changes the weights, as operations: what is kept of past gradients is passed in and out, and so is what
 * changes from step to step. The order of operations is PyTorch's.
 *
 * <p>Its constants have no bodies of their own: OLCUT cannot store those that have.
 */
public enum Optimiser {
    /**
     * Adam with decoupled weight decay.
     *
     * <p>Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019), algorithm 2; betas 0.9 and
     * 0.999, epsilon 1e-8.
     */
    ADAMW,
    /**
     * Adam, with weight decay as part of the gradient.
     *
     * <p>Source: D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization" (ICLR 2015), algorithm 1; betas 0.9 and
     * 0.999, epsilon 1e-8.
     */
    ADAM,
    /**
     * Stochastic gradient descent with momentum, and with weight decay as part of the gradient: v = momentum v + g, the
     * weight is changed by -rate v. Its second running mean is not used.
     *
     * <p>Source: I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep
     * learning" (ICML 2013), without damping as in PyTorch.
     */
    SGD;

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    /** How many numbers {@link #scalars} gives. */
    static final int SCALARS = 4;

    /** The name as used on the command line and in files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * One parameter with what is kept of its gradients.
     *
     * @param value the parameter
     * @param m running mean of its gradient, or its velocity
     * @param v running mean of the gradient's square
     */
    record Slot(Operand<TFloat32> value, Operand<TFloat32> m, Operand<TFloat32> v) {}

    /**
     * The numbers of one step.
     *
     * @param step from 1
     * @param weightDecay fraction of a weight, times the learning rate, taken off in each step
     * @param momentum part of a velocity that is kept
     */
    float[] scalars(int step, double learningRate, double weightDecay, double momentum) {
        return switch (this) {
            case ADAMW -> adam(step, learningRate, 1 - learningRate * weightDecay, 0);
            case ADAM -> adam(step, learningRate, 1, weightDecay);
            case SGD -> new float[] {(float) learningRate, (float) momentum, 1, (float) weightDecay};
        };
    }

    /** The step size and the root of v, both corrected for the means having started at zero. */
    private static float[] adam(int step, double learningRate, double kept, double coupledDecay) {
        return new float[] {
            (float) (learningRate / (1 - Math.pow(BETA_1, step))),
            (float) Math.sqrt(1 - Math.pow(BETA_2, step)),
            (float) kept,
            (float) coupledDecay
        };
    }

    /**
     * The same inside a function, scalars each.
     *
     * @param stepSize what a direction is multiplied by
     * @param second root of v for Adam, momentum for descent
     * @param kept of a weight
     * @param coupledDecay part of a weight that is added to its gradient
     */
    record Scalars(
            Operand<TFloat32> stepSize,
            Operand<TFloat32> second,
            Operand<TFloat32> kept,
            Operand<TFloat32> coupledDecay) {
        static Scalars of(Ops tf, Operand<TFloat32> vector) {
            return new Scalars(at(tf, vector, 0), at(tf, vector, 1), at(tf, vector, 2), at(tf, vector, 3));
        }

        private static Operand<TFloat32> at(Ops tf, Operand<TFloat32> vector, int i) {
            return tf.gather(vector, tf.constant(i), tf.constant(0));
        }

        Operand<TFloat32> decayed(Ops tf, Operand<TFloat32> value, Operand<TFloat32> gradient) {
            return tf.math.add(gradient, tf.math.mul(coupledDecay, value));
        }
    }

    /** AdamW's gradient stays bitwise what it is. */
    Slot update(Ops tf, Scalars scalars, Slot old, Operand<TFloat32> gradient) {
        Operand<TFloat32> whole = this == ADAMW ? gradient : scalars.decayed(tf, old.value(), gradient);
        if (this == SGD) {
            Operand<TFloat32> velocity = tf.math.add(tf.math.mul(scalars.second(), old.m()), whole);
            return new Slot(tf.math.sub(old.value(), tf.math.mul(scalars.stepSize(), velocity)), velocity, old.v());
        }
        Operand<TFloat32> m = mix(tf, (float) BETA_1, old.m(), whole);
        Operand<TFloat32> v = mix(tf, (float) BETA_2, old.v(), tf.math.square(whole));
        Operand<TFloat32> scale = tf.math.add(tf.math.div(tf.math.sqrt(v), scalars.second()), tf.constant(EPSILON));
        Operand<TFloat32> decayed = tf.math.mul(old.value(), scalars.kept());
        return new Slot(tf.math.sub(decayed, tf.math.mul(scalars.stepSize(), tf.math.div(m, scale))), m, v);
    }

    private static Operand<TFloat32> mix(Ops tf, float beta, Operand<TFloat32> old, Operand<TFloat32> fresh) {
        return tf.math.add(tf.math.mul(tf.constant(beta), old), tf.math.mul(tf.constant(1 - beta), fresh));
    }
}
