package io.seminode.models.symplectic;

import io.seminode.models.nn.Linear;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A network whose output is a positive definite 2 x 2 matrix, A = L L^T + 0.1 I with L lower triangular: the inverse mass
 * matrix M^-1(q) of Symplectic ODE-Net. Three hidden layers with softplus.
 *
 * <p>The field needs A and its derivatives by both angles. They are computed together in forward mode: the tangents go
 * through the same layers as rows of one larger matrix product.
 */
record PositiveMatrixNet(List<Linear> layers) {
    private static final double SHIFT = 0.1;

    static PositiveMatrixNet of(String name, int in, int hidden) {
        return new PositiveMatrixNet(List.of(
                new Linear(name + ".linear1", in, hidden),
                new Linear(name + ".linear2", hidden, hidden),
                new Linear(name + ".linear3", hidden, hidden),
                new Linear(name + ".linear4", hidden, 3)));
    }

    /**
     * A symmetric 2 x 2 matrix for each example.
     *
     * @param a00 [batch, 1]
     * @param a01 [batch, 1]
     * @param a11 [batch, 1]
     */
    record Matrix<T extends TFloating>(Operand<T> a00, Operand<T> a01, Operand<T> a11) {}

    /**
     * The matrix and its derivatives along the tangents.
     *
     * @param x [batch, in]
     * @param tangents [2 * batch, in]: first all of the first direction, then all of the second
     * @param batch number of rows of x
     * @return the matrix, then its two derivatives
     */
    <T extends TFloating> List<Matrix<T>> withTangents(
            Ops tf, NamedOperands<T> parameters, Operand<T> x, Operand<T> tangents, int batch) {
        Operand<T> value = x;
        Operand<T> tangent = tangents;
        Linear last = layers.get(layers.size() - 1);
        for (Linear layer : layers.subList(0, layers.size() - 1)) {
            Operand<T> linear = layer.apply(tf, parameters, value);
            Operand<T> slope = tf.math.sigmoid(linear);
            tangent = bothTimes(tf, layer.applyWeight(tf, parameters, tangent), slope, batch, layer.out());
            value = tf.math.softplus(linear);
        }
        List<Operand<T>> l = columns(tf, last.apply(tf, parameters, value), 0, batch);
        Operand<T> dl = last.applyWeight(tf, parameters, tangent);
        List<Matrix<T>> result = new ArrayList<>();
        result.add(matrix(tf, l));
        result.add(derivative(tf, l, columns(tf, dl, 0, batch)));
        result.add(derivative(tf, l, columns(tf, dl, batch, batch)));
        return result;
    }

    /** Two blocks of rows, each multiplied by the same block. */
    private static <T extends TFloating> Operand<T> bothTimes(
            Ops tf, Operand<T> blocks, Operand<T> factor, int batch, int width) {
        Operand<TInt32> split = tf.constant(new int[] {2, batch, width});
        Operand<TInt32> joined = tf.constant(new int[] {2 * batch, width});
        return tf.reshape(tf.math.mul(tf.reshape(blocks, split), factor), joined);
    }

    /** The entries (l00, l11, l10) of L, [batch, 1] each. */
    private static <T extends TFloating> List<Operand<T>> columns(Ops tf, Operand<T> rows, int from, int batch) {
        List<Operand<T>> columns = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            columns.add(tf.slice(rows, tf.constant(new int[] {from, i}), tf.constant(new int[] {batch, 1})));
        }
        return columns;
    }

    private static <T extends TFloating> Matrix<T> matrix(Ops tf, List<Operand<T>> l) {
        Operand<T> shift = Tensors.constant(tf, l.get(0).asOutput().type(), SHIFT);
        return new Matrix<>(
                tf.math.add(tf.math.square(l.get(0)), shift),
                tf.math.mul(l.get(0), l.get(2)),
                tf.math.add(tf.math.add(tf.math.square(l.get(2)), tf.math.square(l.get(1))), shift));
    }

    private static <T extends TFloating> Matrix<T> derivative(Ops tf, List<Operand<T>> l, List<Operand<T>> dl) {
        Operand<T> half00 = tf.math.mul(l.get(0), dl.get(0));
        Operand<T> half11 = tf.math.add(tf.math.mul(l.get(2), dl.get(2)), tf.math.mul(l.get(1), dl.get(1)));
        return new Matrix<>(
                tf.math.add(half00, half00),
                tf.math.add(tf.math.mul(dl.get(0), l.get(2)), tf.math.mul(l.get(0), dl.get(2))),
                tf.math.add(half11, half11));
    }
}
