package io.seminode.lab.verify;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The vector fields that {@code solve_} cases are made of, in their files' own notation. */
enum KnownField {
    /** y' = -k y. */
    EXP_DECAY("y' = -k*y") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            return tf.math.neg(tf.math.mul(constants.get("k"), y));
        }
    },
    /** y' = A y with A = ((0, 1), (-w^2, 0)). */
    HARMONIC("y' = A y, A=[[0,1],[-w^2,0]]") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            Operand<T> x = at(tf, y, 0);
            return stack(tf, at(tf, y, 1), tf.math.neg(tf.math.mul(tf.math.square(constants.get("w")), x)));
        }
    },
    /** y' = A y with a matrix from the file. */
    LINEAR("y' = A y (") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            return product(tf, constants.get("A"), y);
        }
    },
    /** x' = a x - b x y, y' = -c y + d x y. */
    LOTKA_VOLTERRA("x' = a x - b x y ; y' = -c y + d x y") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            Operand<T> prey = at(tf, y, 0);
            Operand<T> predator = at(tf, y, 1);
            Operand<T> met = tf.math.mul(prey, predator);
            return stack(
                    tf,
                    tf.math.sub(tf.math.mul(constants.get("a"), prey), tf.math.mul(constants.get("b"), met)),
                    tf.math.sub(tf.math.mul(constants.get("d"), met), tf.math.mul(constants.get("c"), predator)));
        }
    },
    /** y' = 2 y / t + t^4 sin(2 t) - t^2 + 4 t^3. */
    SINE("y' = 2*y/t + t^4*sin(2t) - t^2 + 4*t^3") {
        @Override
        <T extends TFloating> Operand<T> rate(
                Ops tf, Operand<TFloat64> time, Operand<T> y, NamedOperands<T> constants) {
            Class<T> type = y.asOutput().type();
            Operand<T> t = tf.dtypes.cast(time, type);
            Operand<T> t2 = tf.math.square(t);
            Operand<T> t3 = tf.math.mul(t2, t);
            Operand<T> two = Tensors.constant(tf, type, 2);
            Operand<T> linear = tf.math.div(tf.math.mul(two, y), t);
            Operand<T> wave = tf.math.mul(tf.math.square(t2), tf.math.sin(tf.math.mul(two, t)));
            Operand<T> rest = tf.math.sub(tf.math.mul(Tensors.constant(tf, type, 4), t3), t2);
            return tf.math.add(linear, tf.math.add(wave, rest));
        }
    },
    /** x' = v, v' = mu (1 - x^2) v - x. */
    VAN_DER_POL("x' = v ; v' = mu (1 - x^2) v - x") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            Operand<T> x = at(tf, y, 0);
            Operand<T> v = at(tf, y, 1);
            Operand<T> one = Tensors.constant(tf, y.asOutput().type(), 1);
            Operand<T> damping = tf.math.mul(constants.get("mu"), tf.math.sub(one, tf.math.square(x)));
            return stack(tf, v, tf.math.sub(tf.math.mul(damping, v), x));
        }
    },
    /** y' = -y + s(t) with s = 1 until t = 1, -2 until 2.5, 0.5 after. */
    JUMPS("y' = -y + s(t), s = 1 (t<=1), -2 (1<t<=2.5), 0.5 (t>2.5)") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            Operand<TFloat64> late =
                    tf.select(tf.math.lessEqual(t, tf.constant(2.5)), tf.constant(-2.0), tf.constant(0.5));
            Operand<TFloat64> s = tf.select(tf.math.lessEqual(t, tf.constant(1.0)), tf.constant(1.0), late);
            return tf.math.sub(tf.dtypes.cast(s, y.asOutput().type()), y);
        }
    },
    /** y' = -y (ceil(t) mod 3 + 0.5). */
    STAIRS("y' = -y * (ceil(t) mod 3 + 0.5)") {
        @Override
        <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
            Operand<TFloat64> stair = tf.math.floorMod(tf.math.ceil(t), tf.constant(3.0));
            Operand<TFloat64> factor = tf.math.neg(tf.math.add(stair, tf.constant(0.5)));
            return tf.math.mul(tf.dtypes.cast(factor, y.asOutput().type()), y);
        }
    },
    /** a' = (a_1, -a_0), b' = b cos(t) + sum(a). */
    TWO_PARTS("state (a[2], b[1,3]); a' = (a1,-a0), b' = b*cos(t) + sum(a)") {
        @Override
        List<String> parts() {
            return List.of("a", "b");
        }

        @Override
        <T extends TFloating> NamedOperands<T> derivative(
                Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> constants) {
            Operand<T> a = y.get("a");
            Operand<T> b = y.get("b");
            Operand<T> turned = stack(tf, at(tf, a, 1), tf.math.neg(at(tf, a, 0)));
            Operand<T> cosine = tf.dtypes.cast(tf.math.cos(t), a.asOutput().type());
            return NamedOperands.of(
                    "a", turned, "b", tf.math.add(tf.math.mul(b, cosine), tf.reduceSum(a, tf.constant(0))));
        }
    };

    private final String formula;

    KnownField(String formula) {
        this.formula = formula;
    }

    /**
     * The field a formula describes.
     *
     * @throws NotSupportedException if it is not known
     */
    static KnownField of(String formula) {
        for (KnownField field : values()) {
            if (formula.startsWith(field.formula)) {
                return field;
            }
        }
        throw new NotSupportedException("the vector field \"" + formula + "\" is not among those known here");
    }

    /** The names of the state's parts; one part, "y", unless a field says otherwise. */
    List<String> parts() {
        return List.of("y");
    }

    <T extends TFloating> NamedOperands<T> derivative(
            Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> constants) {
        return NamedOperands.of("y", rate(tf, t, y.get("y"), constants));
    }

    <T extends TFloating> Operand<T> rate(Ops tf, Operand<TFloat64> t, Operand<T> y, NamedOperands<T> constants) {
        throw new IllegalStateException(name() + " has no rate of one part.");
    }

    /** The ODE, with the file's constants as constants. */
    <T extends TFloating> Problem<T> problem(
            Class<T> type, Map<String, ReferenceTensor> state, Map<String, ReferenceTensor> constants) {
        Problem.Builder<T> builder = Problem.builder(type);
        state.forEach((name, value) -> builder.state(name, value.shape()));
        constants.forEach((name, value) -> builder.constant(name, value.shape()));
        return builder.field(this::derivative).build();
    }

    /** Constants of a file: numbers and tensors. */
    static Map<String, ReferenceTensor> constants(Fields constants) {
        Map<String, ReferenceTensor> read = new LinkedHashMap<>();
        for (String name : constants.names()) {
            read.put(
                    name,
                    constants.isNumber(name)
                            ? new ReferenceTensor(Shape.scalar(), "float64", new double[] {constants.number(name)})
                            : constants.tensor(name));
        }
        return read;
    }

    /** A times the vector y. */
    static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> matrix, Operand<T> y) {
        return tf.squeeze(tf.linalg.matMul(matrix, tf.expandDims(y, tf.constant(-1))));
    }

    private static <T extends TFloating> Operand<T> at(Ops tf, Operand<T> y, int i) {
        return tf.gather(y, tf.constant(i), tf.constant(0));
    }

    private static <T extends TFloating> Operand<T> stack(Ops tf, Operand<T> first, Operand<T> second) {
        return tf.stack(List.of(first, second));
    }
}
