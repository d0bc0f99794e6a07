package io.seminode.data.pendulum;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The dynamics of a double pendulum with a torque at each joint ("acrobot"), angles measured from hanging down.
 *
 * <p>The state is (theta1, theta2, theta1', theta2') in rad and rad/s, theta2 relative to the first link; the torques are
 * in N m, the one on the second joint first. Masses, lengths and moments of inertia are 1 in SI units, centres of mass
 * lie in the middle of the links.
 *
 * <p>Source: R. Sutton and A. Barto, "Reinforcement Learning: An Introduction", the equations of the acrobot ("book"
 * variant of OpenAI Gym), with the second torque added as in the code of Zhong, Dey and Chakraborty, "Symplectic ODE-Net"
 * (2020), which the paper uses.
 */
public final class DoublePendulum {
    /** The part of the state: [batch, 4]. */
    public static final String STATE = "state";

    /** The constant torques: [batch, 2]. */
    public static final String TORQUE = "torque";

    /** The largest angular velocity of the first joint, rad/s. */
    public static final double MAX_VELOCITY_1 = 4 * Math.PI;

    /** The largest angular velocity of the second joint, rad/s. */
    public static final double MAX_VELOCITY_2 = 9 * Math.PI;

    private static final double MASS_1 = 1;
    private static final double MASS_2 = 1;
    private static final double LENGTH_1 = 1;
    private static final double CENTRE_1 = 0.5;
    private static final double CENTRE_2 = 0.5;
    private static final double INERTIA_1 = 1;
    private static final double INERTIA_2 = 1;
    private static final double GRAVITY = 9.8;

    private DoublePendulum() {}

    /** A number of pendulums side by side, each with its own constant torques. */
    public static Problem<TFloat64> problem(int pendulums) {
        return Problem.builder(TFloat64.class)
                .state(STATE, Shape.of(pendulums, 4))
                .constant(TORQUE, Shape.of(pendulums, 2))
                .field(field())
                .build();
    }

    /** The right-hand side, for a state {@link #STATE} and constants {@link #TORQUE}. */
    public static VectorField<TFloat64> field() {
        return (tf, t, y, constants) ->
                NamedOperands.of(STATE, derivative(new Scalars(tf), y.get(STATE), constants.get(TORQUE)));
    }

    private static Operand<TFloat64> derivative(Scalars s, Operand<TFloat64> state, Operand<TFloat64> torque) {
        Operand<TFloat64> theta1 = s.column(state, 0);
        Operand<TFloat64> theta2 = s.column(state, 1);
        Operand<TFloat64> velocity1 = s.column(state, 2);
        Operand<TFloat64> velocity2 = s.column(state, 3);
        Operand<TFloat64> cos2 = s.tf.math.cos(theta2);
        Operand<TFloat64> sin2 = s.tf.math.sin(theta2);
        double coupling = MASS_2 * LENGTH_1 * CENTRE_2;

        Operand<TFloat64> d1 = s.plus(
                MASS_1 * CENTRE_1 * CENTRE_1
                        + MASS_2 * (LENGTH_1 * LENGTH_1 + CENTRE_2 * CENTRE_2)
                        + INERTIA_1
                        + INERTIA_2,
                s.times(2 * coupling, cos2));
        Operand<TFloat64> d2 = s.plus(MASS_2 * CENTRE_2 * CENTRE_2 + INERTIA_2, s.times(coupling, cos2));
        // cos(x - pi/2) of the book is sin x.
        Operand<TFloat64> phi2 = s.times(MASS_2 * CENTRE_2 * GRAVITY, s.tf.math.sin(s.tf.math.add(theta1, theta2)));
        Operand<TFloat64> centrifugal = s.times(-coupling, s.times(s.tf.math.square(velocity2), sin2));
        Operand<TFloat64> coriolis = s.times(-2 * coupling, s.times(s.times(velocity2, velocity1), sin2));
        Operand<TFloat64> gravity1 = s.times((MASS_1 * CENTRE_1 + MASS_2 * LENGTH_1) * GRAVITY, s.tf.math.sin(theta1));
        Operand<TFloat64> phi1 = s.tf.math.addN(List.of(centrifugal, coriolis, gravity1, phi2));

        Operand<TFloat64> d2d1 = s.tf.math.div(d2, d1);
        Operand<TFloat64> push = s.tf.math.sub(
                s.tf.math.add(s.column(torque, 0), s.times(d2d1, phi1)),
                s.tf.math.add(s.times(coupling, s.times(s.tf.math.square(velocity1), sin2)), phi2));
        Operand<TFloat64> inertia =
                s.tf.math.sub(s.tf.constant(MASS_2 * CENTRE_2 * CENTRE_2 + INERTIA_2), s.times(d2, d2d1));
        Operand<TFloat64> acceleration2 = s.tf.math.div(push, inertia);
        Operand<TFloat64> acceleration1 = s.tf.math.neg(
                s.tf.math.div(s.tf.math.addN(List.of(s.column(torque, 1), s.times(d2, acceleration2), phi1)), d1));
        return s.tf.concat(List.of(velocity1, velocity2, acceleration1, acceleration2), s.tf.constant(1));
    }

    /** Arithmetic on columns [batch, 1] that reads like the formulas. */
    private record Scalars(Ops tf) {
        Operand<TFloat64> column(Operand<TFloat64> x, int index) {
            return tf.slice(x, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
        }

        Operand<TFloat64> plus(double a, Operand<TFloat64> x) {
            return tf.math.add(tf.constant(a), x);
        }

        Operand<TFloat64> times(double a, Operand<TFloat64> x) {
            return tf.math.mul(tf.constant(a), x);
        }

        Operand<TFloat64> times(Operand<TFloat64> a, Operand<TFloat64> b) {
            return tf.math.mul(a, b);
        }
    }
}
