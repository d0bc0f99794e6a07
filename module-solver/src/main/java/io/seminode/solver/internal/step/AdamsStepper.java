package io.seminode.solver.internal.step;

import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.AdamsFormulas;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Takes the steps of an Adams method: explicit from the derivatives at this step and those before, implicit by iterations that
 * begin there. Until there are enough derivatives, and where the size of steps changes, a Runge-Kutta method steps.
 */
final class AdamsStepper<T extends TFloating> implements Stepper<T> {
    /** Two steps of sizes this close have one size. */
    private static final double SAME = 1e-6;

    private final OdeSystem<T> system;
    private final StepSettings settings;
    private final AdamsFormulas formulas;

    AdamsStepper(OdeSystem<T> system, StepSettings settings, Multistep method) {
        if (!method.tableau().isExplicit()) {
            throw new IllegalArgumentException("Multistep method \"" + method.name()
                    + "\" starts with an implicit Runge-Kutta method, expected an explicit one, such as rk4.");
        }
        this.system = system;
        this.settings = settings;
        this.formulas = method.formulas();
    }

    @Override
    public Optional<History<T>> start(Ops tf) {
        List<Operand<T>> slopes = new ArrayList<>();
        for (Part part : system.staged()) {
            slopes.add(Tensors.zeros(
                    tf, system.type(), Shape.of(formulas.history()).append(part.shape())));
        }
        return Optional.of(new History<>(tf.constant(0), tf.constant(0.0), slopes));
    }

    @Override
    public Step<T> take(
            Ops tf,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            @Nullable Operand<TBool> afresh,
            Context<T> context) {
        History<T> history = start.history().orElseThrow();
        Operand<TInt32> before = history.count();
        if (!settings.faithful()) {
            Operand<TBool> same = tf.math.lessEqual(
                    tf.math.abs(tf.math.sub(dt, history.dt())), tf.math.mul(tf.constant(SAME), tf.math.abs(dt)));
            before = Select.choose(tf, same, before, tf.constant(0));
        }
        Operand<TInt32> count = tf.math.minimum(tf.math.add(before, tf.constant(1)), tf.constant(formulas.history()));
        List<Operand<T>> slopes = withNewest(tf, start.f(), history.slopes());
        Operand<TBool> starting = tf.math.less(count, tf.constant(AdamsFormulas.FEWEST));
        List<Operand<T>> predicted = weighted(tf, slopes, row(tf, count, 0), dt);
        Operand<TFloat64> end = ExplicitStages.time(tf, start.t(), t1, dt, 1);
        Correction<T> corrected = new Correction<>(tf.constant(0), tf.constant(true), predicted);
        if (formulas.implicit()) {
            Operand<T> weight = tf.dtypes.cast(tf.math.mul(endWeight(tf, count), dt), system.type());
            List<Operand<T>> known = weighted(tf, slopes, row(tf, count, 1), dt);
            corrected = Loops.whileLoop(
                    tf,
                    "adams",
                    new Correction<>(tf.constant(0), starting, predicted),
                    new Corrector<>(end, weight, start.y(), known, context),
                    (ops, c, given) -> ops.math.logicalAnd(
                            ops.math.logicalNot(c.converged()),
                            ops.math.less(c.iterations(), ops.constant(formulas.iterations()))),
                    this::iterate);
        }
        List<Operand<T>> first = starting(tf, start, starting, t1, dt, context);
        List<Operand<T>> y1 = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Operand<T> multistep =
                    tf.math.add(start.y().get(i), corrected.change().get(i));
            y1.add(Select.choose(tf, starting, first.get(i), multistep));
        }
        // As torchdiffeq does: an iteration that did not converge takes part in lower order next time.
        Operand<TInt32> forgotten = tf.dtypes.cast(tf.math.logicalNot(corrected.converged()), TInt32.class);
        int stages = settings.tableau().stages();
        return new Step<>(
                y1,
                system.rates(tf, end, y1, context, false).staged(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                tf.math.add(
                        tf.constant(1), Select.choose(tf, starting, tf.constant(stages - 1), corrected.iterations())),
                Optional.of(new History<>(tf.math.sub(count, forgotten), dt, slopes)));
    }

    private List<Operand<T>> withNewest(Ops tf, List<Operand<T>> newest, List<Operand<T>> older) {
        List<Operand<T>> all = new ArrayList<>();
        for (int i = 0; i < newest.size(); i++) {
            long[] size = older.get(i).shape().asArray().clone();
            size[0]--;
            Operand<T> kept = tf.slice(older.get(i), tf.constant(new long[size.length]), tf.constant(size));
            all.add(tf.concat(List.of(tf.expandDims(newest.get(i), tf.constant(0)), kept), tf.constant(0)));
        }
        return all;
    }

    /**
     * The weights of the remembered derivatives for a step from so many of them.
     *
     * @param skipped 0 for those of the explicit method; 1 for those of the implicit one without the weight at the end
     */
    private Operand<TFloat64> row(Ops tf, Operand<TInt32> count, int skipped) {
        double[][] table = new double[formulas.history() + 1][formulas.history()];
        for (int n = AdamsFormulas.FEWEST; n < table.length; n++) {
            double[] weights = skipped == 0 ? AdamsFormulas.explicitWeights(n) : AdamsFormulas.implicitWeights(n + 1);
            System.arraycopy(weights, skipped, table[n], 0, n);
        }
        return tf.gather(tf.constant(table), count, tf.constant(0));
    }

    private Operand<TFloat64> endWeight(Ops tf, Operand<TInt32> count) {
        double[] weights = new double[formulas.history() + 1];
        for (int n = AdamsFormulas.FEWEST; n < weights.length; n++) {
            weights[n] = AdamsFormulas.implicitWeights(n + 1)[0];
        }
        return tf.gather(tf.constant(weights), count, tf.constant(0));
    }

    /** dt sum w_j f_j for each part. */
    private List<Operand<T>> weighted(
            Ops tf, List<Operand<T>> slopes, Operand<TFloat64> weights, Operand<TFloat64> dt) {
        Operand<T> scaled =
                tf.reshape(tf.dtypes.cast(tf.math.mul(weights, dt), system.type()), tf.constant(new int[] {1, -1}));
        List<Operand<T>> sums = new ArrayList<>();
        for (int i = 0; i < slopes.size(); i++) {
            Operand<T> rows = tf.reshape(slopes.get(i), tf.constant(new int[] {formulas.history(), -1}));
            Shape shape = system.staged().get(i).shape();
            sums.add(tf.reshape(tf.linalg.matMul(scaled, rows), tf.constant(shape.asArray())));
        }
        return sums;
    }

    /** Values, and whether a Runge-Kutta step from them is wanted. */
    private record Beginning<T extends TFloating>(Operand<TBool> wanted, List<Operand<T>> y) {}

    private record Interval<T extends TFloating>(
            Operand<TFloat64> t0, Operand<TFloat64> t1, Operand<TFloat64> dt, List<Operand<T>> f, Context<T> context) {}

    /** The end of a Runge-Kutta step if one is wanted: the body of a loop that goes round once or not at all. */
    private List<Operand<T>> starting(
            Ops tf,
            Step.Start<T> start,
            Operand<TBool> wanted,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        return Loops.whileLoop(
                        tf,
                        "adams_start",
                        new Beginning<>(wanted, start.y()),
                        new Interval<>(start.t(), t1, dt, start.f(), context),
                        (ops, now, over) -> now.wanted(),
                        (ops, now, over) -> {
                            Step.Start<T> from = new Step.Start<>(over.t0(), now.y(), over.f(), List.of());
                            Step<T> step = ExplicitStepper.once(
                                    ops, system, settings.tableau(), from, over.t1(), over.dt(), over.context());
                            return new Beginning<>(ops.constant(false), step.y1());
                        })
                .y();
    }

    /**
     * How far the iterations of an implicit step are.
     *
     * @param change by how much y changes in the step
     */
    private record Correction<T extends TFloating>(
            Operand<TInt32> iterations, Operand<TBool> converged, List<Operand<T>> change) {}

    /**
     * The equation change = weight f(t, y0 + change) + known.
     *
     * @param t where the step ends
     */
    private record Corrector<T extends TFloating>(
            Operand<TFloat64> t, Operand<T> weight, List<Operand<T>> y0, List<Operand<T>> known, Context<T> context) {}

    private Correction<T> iterate(Ops tf, Correction<T> now, Corrector<T> equation) {
        List<Operand<T>> y = new ArrayList<>();
        for (int i = 0; i < now.change().size(); i++) {
            y.add(tf.math.add(equation.y0().get(i), now.change().get(i)));
        }
        List<Operand<T>> f =
                system.rates(tf, equation.t(), y, equation.context(), false).staged();
        List<Operand<T>> changed = new ArrayList<>();
        List<Operand<TBool>> small = new ArrayList<>();
        for (int i = 0; i < f.size(); i++) {
            changed.add(tf.math.add(
                    tf.math.mul(equation.weight(), f.get(i)), equation.known().get(i)));
            small.add(isSmall(tf, system.staged().get(i), now.change().get(i), changed.get(i)));
        }
        return new Correction<>(
                tf.math.add(now.iterations(), tf.constant(1)), tf.reduceAll(tf.stack(small), tf.constant(0)), changed);
    }

    /** Whether an iteration changed nothing that the tolerance would notice. */
    private Operand<TBool> isSmall(Ops tf, Part part, Operand<T> before, Operand<T> now) {
        Tolerance tolerance = settings.tolerances().of(part.name());
        Operand<T> size = tf.math.maximum(tf.math.abs(before), tf.math.abs(now));
        Operand<T> allowed = tf.math.add(
                Tensors.constant(tf, system.type(), tolerance.atol()),
                tf.math.mul(Tensors.constant(tf, system.type(), tolerance.rtol()), size));
        Operand<TBool> each = tf.math.less(tf.math.abs(tf.math.sub(before, now)), allowed);
        return tf.reduceAll(tf.reshape(each, tf.constant(new int[] {-1})), tf.constant(0));
    }
}
