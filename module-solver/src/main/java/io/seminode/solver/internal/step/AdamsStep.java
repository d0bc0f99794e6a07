package io.seminode.solver.internal.step;

import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.AdamsFormulas;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * One step of an Adams method: explicit from the derivatives at this step and those before, implicit by iterations that
 * begin there. Until there are enough derivatives, and where the size of steps changes, a Runge-Kutta method steps.
 *
 * @param settings have a multistep method
 */
public record AdamsStep<T extends TFloating>(OdeSystem<T> system, StepSettings settings, AdamsFormulas method) {
    /** Two steps of sizes this close have one size. */
    private static final double SAME = 1e-6;

    /** What is remembered before the first step: nothing. */
    List<Operand<?>> start(Ops tf) {
        List<Operand<?>> history = new ArrayList<>(List.of(tf.constant(0), tf.constant(0.0)));
        for (Part part : system.staged()) {
            history.add(
                    Tensors.zeros(tf, system.type(), Shape.of(method.history()).append(part.shape())));
        }
        return history;
    }

    /** A step and what is remembered after it. */
    public record Taken<T extends TFloating>(ImplicitStep.Taken<T> step, List<Operand<?>> history) {}

    /** Adds the operations of a step. */
    Taken<T> take(
            Ops tf,
            RungeKuttaStep.Start<T> start,
            List<Operand<?>> history,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        Iterator<Operand<?>> next = history.iterator();
        Operand<TInt32> before = LoopState.take(next);
        Operand<TFloat64> lastDt = LoopState.take(next);
        List<Operand<T>> older = LoopState.take(next, start.y().size());
        if (!settings.faithful()) {
            Operand<TBool> same = tf.math.lessEqual(
                    tf.math.abs(tf.math.sub(dt, lastDt)), tf.math.mul(tf.constant(SAME), tf.math.abs(dt)));
            before = Select.choose(tf, same, before, tf.constant(0));
        }
        Operand<TInt32> count = tf.math.minimum(tf.math.add(before, tf.constant(1)), tf.constant(method.history()));
        List<Operand<T>> slopes = withNewest(tf, start.f(), older);
        Operand<TBool> starting = tf.math.less(count, tf.constant(AdamsFormulas.FEWEST));
        List<Operand<T>> predicted = weighted(tf, slopes, row(tf, count, 0), dt);
        Correction<T> corrected = method.implicit()
                ? correct(tf, start, slopes, predicted, count, starting, t1, dt, context)
                : new Correction<>(predicted, tf.constant(0), tf.constant(true));
        List<Operand<T>> first = starting(tf, start, starting, t1, dt, context);
        List<Operand<T>> y1 = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Operand<T> multistep =
                    tf.math.add(start.y().get(i), corrected.change().get(i));
            y1.add(Select.choose(tf, starting, first.get(i), multistep));
        }
        Rates<T> end = system.rates(tf, RungeKuttaStep.stageTime(tf, start.t(), t1, dt, 1), y1, context, false);
        // As torchdiffeq does: an iteration that did not converge takes part in lower order next time.
        Operand<TInt32> forgotten = tf.dtypes.cast(tf.math.logicalNot(corrected.converged()), TInt32.class);
        List<Operand<?>> remembered = new ArrayList<>(List.of(tf.math.sub(count, forgotten), dt));
        remembered.addAll(slopes);
        ButcherTableau tableau = settings.tableau();
        Operand<TInt32> evaluations = tf.math.add(
                tf.constant(1), Select.choose(tf, starting, tf.constant(tableau.stages() - 1), corrected.iterations()));
        RungeKuttaStep<T> step =
                new RungeKuttaStep<>(y1, end.staged(), List.of(), List.of(), List.of(), List.of(), List.of());
        return new Taken<>(new ImplicitStep.Taken<>(step, tf.constant(true), evaluations), remembered);
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
        double[][] table = new double[method.history() + 1][method.history()];
        for (int n = AdamsFormulas.FEWEST; n < table.length; n++) {
            double[] weights = skipped == 0 ? AdamsFormulas.explicitWeights(n) : AdamsFormulas.implicitWeights(n + 1);
            System.arraycopy(weights, skipped, table[n], 0, n);
        }
        return tf.gather(tf.constant(table), count, tf.constant(0));
    }

    private Operand<TFloat64> endWeight(Ops tf, Operand<TInt32> count) {
        double[] weights = new double[method.history() + 1];
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
            Operand<T> rows = tf.reshape(slopes.get(i), tf.constant(new int[] {method.history(), -1}));
            Shape shape = system.staged().get(i).shape();
            sums.add(tf.reshape(tf.linalg.matMul(scaled, rows), tf.constant(shape.asArray())));
        }
        return sums;
    }

    /** The end of a Runge-Kutta step if one is wanted: the body of a loop that goes round once or not at all. */
    private List<Operand<T>> starting(
            Ops tf,
            RungeKuttaStep.Start<T> start,
            Operand<TBool> wanted,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        int parts = start.y().size();
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(wanted);
        carried.addAll(start.y());
        List<Operand<?>> invariants = new ArrayList<>(List.of(start.t(), t1, dt));
        invariants.addAll(start.f());
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "adams_start",
                carried,
                invariants,
                (ops, c, fixed) -> LoopState.take(c.iterator()),
                (ops, c, fixed) -> {
                    Iterator<Operand<?>> next = fixed.iterator();
                    Operand<TFloat64> from = LoopState.take(next);
                    Operand<TFloat64> to = LoopState.take(next);
                    Operand<TFloat64> size = LoopState.take(next);
                    List<Operand<T>> f = LoopState.take(next, parts);
                    List<Operand<T>> y = LoopState.take(c.subList(1, c.size()).iterator(), parts);
                    RungeKuttaStep<T> step = RungeKuttaStep.take(
                            ops,
                            system,
                            settings.tableau(),
                            new RungeKuttaStep.Start<>(from, y, f, List.of()),
                            to,
                            size,
                            context.like(fixed.subList(3 + parts, fixed.size())));
                    List<Operand<?>> done = new ArrayList<>();
                    done.add(ops.constant(false));
                    done.addAll(step.y1());
                    return done;
                });
        return LoopState.take(last.subList(1, last.size()).iterator(), parts);
    }

    /** By how much y changes in a step. */
    private record Correction<T extends TFloating>(
            List<Operand<T>> change, Operand<TInt32> iterations, Operand<TBool> converged) {}

    private Correction<T> correct(
            Ops tf,
            RungeKuttaStep.Start<T> start,
            List<Operand<T>> slopes,
            List<Operand<T>> predicted,
            Operand<TInt32> count,
            Operand<TBool> starting,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        int parts = predicted.size();
        List<Operand<?>> carried = new ArrayList<>(List.of(tf.constant(0), starting));
        carried.addAll(predicted);
        List<Operand<?>> invariants = new ArrayList<>();
        invariants.add(RungeKuttaStep.stageTime(tf, start.t(), t1, dt, 1));
        invariants.add(tf.dtypes.cast(tf.math.mul(endWeight(tf, count), dt), system.type()));
        invariants.addAll(start.y());
        invariants.addAll(weighted(tf, slopes, row(tf, count, 1), dt));
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "adams",
                carried,
                invariants,
                (ops, c, fixed) -> {
                    Iterator<Operand<?>> next = c.iterator();
                    Operand<TInt32> iteration = LoopState.take(next);
                    Operand<TBool> done = LoopState.take(next);
                    return ops.math.logicalAnd(
                            ops.math.logicalNot(done), ops.math.less(iteration, ops.constant(method.iterations())));
                },
                (ops, c, fixed) -> iterate(ops, c, fixed, parts, context));
        Iterator<Operand<?>> found = last.iterator();
        Operand<TInt32> iterations = LoopState.take(found);
        Operand<TBool> converged = LoopState.take(found);
        return new Correction<>(LoopState.take(found, parts), iterations, converged);
    }

    private List<Operand<?>> iterate(
            Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed, int parts, Context<T> layout) {
        Iterator<Operand<?>> next = carried.iterator();
        Operand<TInt32> iteration = LoopState.take(next);
        LoopState.<TBool>take(next);
        List<Operand<T>> change = LoopState.take(next, parts);
        Iterator<Operand<?>> given = fixed.iterator();
        Operand<TFloat64> t = LoopState.take(given);
        Operand<T> weight = LoopState.take(given);
        List<Operand<T>> y0 = LoopState.take(given, parts);
        List<Operand<T>> known = LoopState.take(given, parts);
        List<Operand<T>> y = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            y.add(tf.math.add(y0.get(i), change.get(i)));
        }
        List<Operand<T>> f = system.rates(tf, t, y, layout.like(fixed.subList(2 + 2 * parts, fixed.size())), false)
                .staged();
        List<Operand<T>> changed = new ArrayList<>();
        List<Operand<TBool>> small = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            Operand<T> now = tf.math.add(tf.math.mul(weight, f.get(i)), known.get(i));
            changed.add(now);
            small.add(isSmall(tf, system.staged().get(i), change.get(i), now));
        }
        List<Operand<?>> result = new ArrayList<>(
                List.of(tf.math.add(iteration, tf.constant(1)), tf.reduceAll(tf.stack(small), tf.constant(0))));
        result.addAll(changed);
        return result;
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
