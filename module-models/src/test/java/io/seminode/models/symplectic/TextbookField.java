package io.seminode.models.symplectic;

import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Gradients;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat64;

/**
 * Symplectic ODE-Net as the formulas have it: the Hamiltonian is written down and differentiated automatically. Slow, and
 * the measure of the fast one.
 */
final class TextbookField {
    private final int batch;

    TextbookField(int batch) {
        this.batch = batch;
    }

    VectorField<TFloat64> field() {
        return (tf, t, y, parameters) ->
                NamedOperands.of(SymplecticOdeNet.STATE, derivative(tf, y.get(SymplecticOdeNet.STATE), parameters));
    }

    private Operand<TFloat64> derivative(Ops tf, Operand<TFloat64> x, NamedOperands<TFloat64> parameters) {
        Operand<TFloat64> cosSin = columns(tf, x, 0, 4);
        Operand<TFloat64> velocity = columns(tf, x, 4, 2);
        Operand<TFloat64> u = columns(tf, x, 6, 2);
        Operand<TFloat64> a = matrix(tf, cosSin, parameters);
        // Coordinates of their own: H is differentiated by cs with p fixed, and by p with cs fixed.
        Operand<TFloat64> cs = tf.identity(cosSin);
        Operand<TFloat64> momentum = tf.identity(solve(tf, a, velocity));
        Operand<TFloat64> aHere = matrix(tf, cs, parameters);
        Operand<TFloat64> kinetic = tf.math.mul(tf.constant(0.5), dot(tf, momentum, times(tf, aHere, momentum)));
        Operand<TFloat64> h = tf.math.add(kinetic, mlp(tf, cs, parameters, "V_net"));
        List<Operand<?>> slopes =
                Gradients.vjp(tf, List.of(h), List.of(cs, momentum), List.of(ones(tf, Shape.of(batch, 1))));
        Operand<TFloat64> byCosSin = typed(slopes.get(0));
        Operand<TFloat64> qDot = typed(slopes.get(1));
        Operand<TFloat64> cos = columns(tf, cs, 0, 2);
        Operand<TFloat64> sin = columns(tf, cs, 2, 2);
        Operand<TFloat64> g = tf.reshape(mlp(tf, cs, parameters, "g_net.mlp"), tf.constant(new int[] {batch, 2, 2}));
        Operand<TFloat64> pDot = tf.math.add(
                tf.math.sub(
                        tf.math.mul(sin, columns(tf, byCosSin, 0, 2)), tf.math.mul(cos, columns(tf, byCosSin, 2, 2))),
                times(tf, g, u));
        Operand<TFloat64> rate =
                tf.concat(List.of(tf.math.neg(tf.math.mul(sin, qDot)), tf.math.mul(cos, qDot)), tf.constant(1));
        List<Operand<TFloat64>> entries = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                Operand<TFloat64> entry =
                        tf.slice(aHere, tf.constant(new int[] {0, i, j}), tf.constant(new int[] {batch, 1, 1}));
                Operand<TFloat64> byCs =
                        typed(Gradients.vjp(tf, List.of(entry), List.of(cs), List.of(ones(tf, Shape.of(batch, 1, 1))))
                                .get(0));
                entries.add(dot(tf, byCs, rate));
            }
        }
        Operand<TFloat64> aDot = tf.reshape(tf.concat(entries, tf.constant(1)), tf.constant(new int[] {batch, 2, 2}));
        Operand<TFloat64> acceleration = tf.math.add(times(tf, aHere, pDot), times(tf, aDot, momentum));
        return tf.concat(List.of(rate, acceleration, tf.zerosLike(u)), tf.constant(1));
    }

    private Operand<TFloat64> matrix(Ops tf, Operand<TFloat64> cosSin, NamedOperands<TFloat64> parameters) {
        Operand<TFloat64> h = cosSin;
        for (int layer = 1; layer <= 3; layer++) {
            h = tf.math.softplus(linear(tf, h, parameters, "M_net.linear" + layer));
        }
        Operand<TFloat64> l = linear(tf, h, parameters, "M_net.linear4");
        Operand<TFloat64> lower = tf.reshape(
                tf.concat(
                        List.of(
                                columns(tf, l, 0, 1),
                                tf.zerosLike(columns(tf, l, 0, 1)),
                                columns(tf, l, 2, 1),
                                columns(tf, l, 1, 1)),
                        tf.constant(1)),
                tf.constant(new int[] {batch, 2, 2}));
        Operand<TFloat64> square = tf.train.batchMatMul(
                lower, tf.linalg.transpose(lower, tf.constant(new int[] {0, 2, 1})), TFloat64.class);
        return tf.math.add(square, tf.constant(new double[][][] {{{0.1, 0}, {0, 0.1}}}));
    }

    private Operand<TFloat64> mlp(Ops tf, Operand<TFloat64> x, NamedOperands<TFloat64> parameters, String name) {
        Operand<TFloat64> h = tf.math.softplus(linear(tf, x, parameters, name + ".linear1"));
        h = tf.math.softplus(linear(tf, h, parameters, name + ".linear2"));
        return linear(tf, h, parameters, name + ".linear3");
    }

    private static Operand<TFloat64> linear(
            Ops tf, Operand<TFloat64> x, NamedOperands<TFloat64> parameters, String name) {
        return tf.math.add(
                tf.linalg.matMul(x, parameters.get(name + ".weight"), MatMul.transposeB(true)),
                parameters.get(name + ".bias"));
    }

    private Operand<TFloat64> solve(Ops tf, Operand<TFloat64> a, Operand<TFloat64> x) {
        Operand<TFloat64> a00 = entry(tf, a, 0, 0);
        Operand<TFloat64> a01 = entry(tf, a, 0, 1);
        Operand<TFloat64> a11 = entry(tf, a, 1, 1);
        Operand<TFloat64> determinant = tf.math.sub(tf.math.mul(a00, a11), tf.math.mul(a01, a01));
        Operand<TFloat64> x0 = columns(tf, x, 0, 1);
        Operand<TFloat64> x1 = columns(tf, x, 1, 1);
        return tf.concat(
                List.of(
                        tf.math.div(tf.math.sub(tf.math.mul(a11, x0), tf.math.mul(a01, x1)), determinant),
                        tf.math.div(tf.math.sub(tf.math.mul(a00, x1), tf.math.mul(a01, x0)), determinant)),
                tf.constant(1));
    }

    private Operand<TFloat64> entry(Ops tf, Operand<TFloat64> a, int i, int j) {
        return tf.reshape(
                tf.slice(a, tf.constant(new int[] {0, i, j}), tf.constant(new int[] {batch, 1, 1})),
                tf.constant(new int[] {batch, 1}));
    }

    private Operand<TFloat64> times(Ops tf, Operand<TFloat64> a, Operand<TFloat64> x) {
        Operand<TFloat64> column = tf.reshape(x, tf.constant(new int[] {batch, 2, 1}));
        return tf.reshape(tf.train.batchMatMul(a, column, TFloat64.class), tf.constant(new int[] {batch, 2}));
    }

    private static Operand<TFloat64> dot(Ops tf, Operand<TFloat64> x, Operand<TFloat64> y) {
        return tf.expandDims(tf.reduceSum(tf.math.mul(x, y), tf.constant(1)), tf.constant(1));
    }

    private static Operand<TFloat64> ones(Ops tf, Shape shape) {
        return tf.fill(tf.constant(shape.asArray()), tf.constant(1.0));
    }

    private static Operand<TFloat64> columns(Ops tf, Operand<TFloat64> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }

    @SuppressWarnings("unchecked") // everything here is float64
    private static Operand<TFloat64> typed(Operand<?> operand) {
        return (Operand<TFloat64>) operand;
    }
}
