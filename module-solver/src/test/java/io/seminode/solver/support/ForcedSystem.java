package io.seminode.solver.support;

import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * A forced system and the gradient of y(10) by the strength of the forcing, in closed form:
 *
 * <pre>
 *     y' = -a y + k g(t),  y(0) = 1,  g(t) = sum c_j sin(w_j t + p_j) + s [t > 1] + e exp(-50 t)
 *     dy(10)/dk = integral of exp(-a (10 - t)) g(t) dt
 * </pre>
 *
 * All of it is given to one problem as constants, so that a solver is compiled once for all systems.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ForcedSystem(
        double decay, double k, double[] sizes, double[] frequencies, double[] phases, double step, double fading) {
    private static final double END = 10;
    private static final double FADING = 50;

    /** The problem that all systems are. */
    public static final Problem<TFloat64> PROBLEM = Problem.builder(TFloat64.class)
            .state("y", Shape.scalar())
            .parameter("k", Shape.scalar())
            .constant("decay", Shape.scalar())
            .constant("sizes", Shape.of(3))
            .constant("frequencies", Shape.of(3))
            .constant("phases", Shape.of(3))
            .constant("step", Shape.scalar())
            .constant("fading", Shape.scalar())
            .field((tf, t, y, p) -> {
                Operand<TFloat64> angles = tf.math.add(tf.math.mul(p.get("frequencies"), t), p.get("phases"));
                Operand<TFloat64> waves =
                        tf.reduceSum(tf.math.mul(p.get("sizes"), tf.math.sin(angles)), tf.constant(0));
                Operand<TFloat64> on = tf.select(tf.math.greater(t, tf.constant(1.0)), p.get("step"), tf.constant(0.0));
                Operand<TFloat64> fading =
                        tf.math.mul(p.get("fading"), tf.math.exp(tf.math.mul(tf.constant(-FADING), t)));
                Operand<TFloat64> forcing = tf.math.mul(p.get("k"), tf.math.addN(java.util.List.of(waves, on, fading)));
                return NamedOperands.of("y", tf.math.sub(forcing, tf.math.mul(p.get("decay"), y.get("y"))));
            })
            .build();

    /** One wave. */
    public static ForcedSystem wave(double frequency, double decay, double k) {
        double[] none = new double[3];
        return new ForcedSystem(decay, k, new double[] {1, 0, 0}, new double[] {frequency, 0, 0}, none, 0, 0);
    }

    /** One to three waves of frequencies up to 40, and in a third of the systems a step or what fades at once. */
    public static ForcedSystem random(Random random, double k) {
        double[] sizes = new double[3];
        double[] frequencies = new double[3];
        double[] phases = new double[3];
        for (int i = 0; i <= random.nextInt(3); i++) {
            sizes[i] = random.nextGaussian();
            frequencies[i] = 0.5 * Math.pow(80, random.nextDouble());
            phases[i] = 2 * Math.PI * random.nextDouble();
        }
        int kind = random.nextInt(6);
        return new ForcedSystem(
                0.01 + random.nextDouble(), k, sizes, frequencies, phases, kind == 0 ? 1 : 0, kind == 1 ? 1 : 0);
    }

    /** The right gradient. */
    public double expected() {
        double sum = step * (1 - Math.exp(-decay * (END - 1))) / decay;
        sum += fading * Math.exp(-decay * END) * (1 - Math.exp(-(FADING - decay) * END)) / (FADING - decay);
        for (int i = 0; i < sizes.length; i++) {
            double w = frequencies[i];
            // The imaginary part of (e^(i (w T + p)) - e^(i p - a T)) / (a + i w).
            double real = Math.cos(w * END + phases[i]) - Math.exp(-decay * END) * Math.cos(phases[i]);
            double imaginary = Math.sin(w * END + phases[i]) - Math.exp(-decay * END) * Math.sin(phases[i]);
            sum += sizes[i] * (imaginary * decay - real * w) / (decay * decay + w * w);
        }
        return sum;
    }

    /** The gradient by the solver that was compiled for two times. */
    public Gradient gradient(OdeSolver<TFloat64> ode) {
        Map<String, double[]> given = Map.of(
                "k", new double[] {k},
                "decay", new double[] {decay},
                "sizes", sizes,
                "frequencies", frequencies,
                "phases", phases,
                "step", new double[] {step},
                "fading", new double[] {fading});
        Solution solution = ode.solve(Map.of("y", new double[] {1}), new double[] {0, END}, given);
        return ode.gradient(solution, Map.of("y", new double[] {0, 1}), given);
    }

    /** How many tolerances the gradient is off, atol + rtol times its size or that of the forcing. */
    public double error(OdeSolver<TFloat64> ode, Solver solver) {
        return error(gradient(ode), solver);
    }

    /** The same of a gradient. */
    public double error(Gradient gradient, Solver solver) {
        double right = expected();
        return Math.abs(gradient.parameter("k")[0] - right)
                / (solver.tolerance().atol() + solver.tolerance().rtol() * Math.abs(right));
    }
}
