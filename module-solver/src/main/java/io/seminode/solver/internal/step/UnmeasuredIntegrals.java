package io.seminode.solver.internal.step;

import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The integrals that the norm of a solve leaves out, each as a whole: a root mean square error against a tolerance for the
 * root mean square of the integral.
 *
 * <p>Their errors feed back into nothing, so that nothing but their own estimate, of the same method, tells how large they
 * are. The integral a_t is not among them: whoever wants it takes it from the field at the output times, or it is compared with torchdiffeq's.
 */
public final class UnmeasuredIntegrals<T extends TFloating> {
    private final StepSettings settings;
    private final List<Integer> staged = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    public UnmeasuredIntegrals(OdeSystem<T> system, StepSettings settings, StepErrors<T> errors) {
        this.settings = settings;
        if (settings.method().isEstimatingError() && system.lanes().areJoint()) {
            for (int i = 0; i < system.staged().size(); i++) {
                Part part = system.staged().get(i);
                if (!part.isCoupled() && part.kind() != Kind.ADJOINT_TIME && !errors.isMeasured(i)) {
                    staged.add(i);
                    parts.add(part);
                }
            }
            parts.addAll(system.lazy());
        }
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** Nothing yet, for each integral. */
    public Operand<TFloat64> none(Ops tf) {
        return tf.constant(new double[parts.size()]);
    }

    /**
     * The size of each integral, [integrals].
     *
     * @param ofStaged values or errors of the staged parts
     * @param ofLazy the same of the lazy ones
     */
    public Operand<TFloat64> sizes(Ops tf, List<Operand<T>> ofStaged, List<Operand<T>> ofLazy) {
        List<Operand<T>> halves = new ArrayList<>();
        staged.forEach(i -> halves.add(tf.nn.l2Loss(ofStaged.get(i))));
        ofLazy.forEach(value -> halves.add(tf.nn.l2Loss(value)));
        double[] mean = parts.stream()
                .mapToDouble(part -> 2.0 / Math.max(1, part.shape().size()))
                .toArray();
        Operand<TFloat64> halfSquares = tf.dtypes.cast(tf.stack(halves), TFloat64.class);
        return tf.math.sqrt(tf.math.mul(halfSquares, tf.constant(mean)));
    }

    /**
     * The largest error of a step in tolerances, zero without integrals.
     *
     * @param y0 values of the staged parts at its start
     * @param sums of the lazy parts there
     */
    public Operand<TFloat64> ratio(Ops tf, List<Operand<T>> y0, List<Operand<T>> sums, Step<T> step) {
        if (isEmpty()) {
            return tf.constant(0.0);
        }
        List<Operand<T>> ends = step.increments().isEmpty() ? List.of() : SolveGraphs.sums(tf, sums, step.increments());
        Operand<TFloat64> sizes = tf.math.maximum(sizes(tf, y0, sums), sizes(tf, step.y1(), ends));
        return ratio(tf, sizes(tf, step.error(), step.lazyError()), sizes);
    }

    /**
     * The largest error in tolerances.
     *
     * @param errors of each integral
     * @param sizes of each integral
     */
    public Operand<TFloat64> ratio(Ops tf, Operand<TFloat64> errors, Operand<TFloat64> sizes) {
        double[] rtol = new double[parts.size()];
        double[] atol = new double[parts.size()];
        for (int i = 0; i < rtol.length; i++) {
            Tolerance tolerance = settings.tolerances().of(parts.get(i).name());
            rtol[i] = tolerance.rtol();
            atol[i] = tolerance.atol();
        }
        Operand<TFloat64> allowed = tf.math.add(tf.constant(atol), tf.math.mul(tf.constant(rtol), sizes));
        return tf.reduceMax(tf.math.div(errors, allowed), tf.constant(0));
    }
}
