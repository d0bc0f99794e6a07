package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What the outputs inside a step add to the cotangents of the numbers that the step is made of: its solution is
 * interpolated between them.
 *
 * @param system of the forward solve
 */
record OutputCotangents<T extends TFloating>(OdeSystem<T> system, StepSettings settings) {

    /**
     * Cotangents of what a step is made of.
     *
     * @param output the last output time before the step
     * @param known for each of y0, y1, f0, f1 and the middle those of the staged parts
     * @param sums of the lazy parts at the end of the step
     */
    record Found<T extends TFloating>(Operand<TInt32> output, List<List<Operand<T>>> known, List<Operand<T>> sums) {}

    /**
     * Cotangents where a step ends.
     *
     * @param byY of the staged parts
     * @param byF of their derivatives
     * @param bySums of the lazy parts
     */
    record AtEnd<T extends TFloating>(List<Operand<T>> byY, List<Operand<T>> byF, List<Operand<T>> bySums) {}

    /**
     * The cotangents at the end of a step, and those of the output times in it.
     *
     * @param output the last output time that was not met yet
     * @param times all of them
     * @param cotangents for each part those of its values at them, [times, ...]
     */
    Found<T> in(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            Operand<TInt32> output,
            AtEnd<T> end,
            Operand<TFloat64> times,
            List<Operand<T>> cotangents) {
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(output);
        int known = settings.interpolant().count();
        for (int value = 0; value < known; value++) {
            carried.addAll(
                    switch (value) {
                        case StepInterpolant.Y1 -> end.byY();
                        case StepInterpolant.F1 -> end.byF();
                        default -> SolveGraphs.zeros(tf, system.type(), system.staged());
                    });
        }
        carried.addAll(end.bySums());
        List<Operand<?>> invariants = new ArrayList<>(List.of(t0, t1, times));
        invariants.addAll(cotangents);
        List<Operand<?>> last = Loops.whileLoop(
                tf, "outputs_of_step", carried, invariants, OutputCotangents::isInStep, this::addOutput);
        Iterator<Operand<?>> found = last.iterator();
        Operand<TInt32> next = LoopState.take(found);
        List<List<Operand<T>>> sums = new ArrayList<>();
        for (int value = 0; value < known; value++) {
            sums.add(LoopState.take(found, system.staged().size()));
        }
        return new Found<>(next, sums, LoopState.take(found, system.lazy().size()));
    }

    /** Whether the next output time lies in the step, its beginning excluded. */
    private static Operand<TBool> isInStep(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        Operand<TInt32> output = LoopState.take(carried.iterator());
        Iterator<Operand<?>> in = fixed.iterator();
        Operand<TFloat64> start = LoopState.take(in);
        Operand<TFloat64> direction = SolveGraphs.direction(tf, start, LoopState.take(in));
        Operand<TFloat64> times = LoopState.take(in);
        Operand<TFloat64> t = at(tf, times, tf.math.maximum(output, tf.constant(0)));
        return tf.math.logicalAnd(
                tf.math.greaterEqual(output, tf.constant(0)),
                tf.math.greater(tf.math.mul(direction, tf.math.sub(t, start)), tf.constant(0.0)));
    }

    /** Adds the cotangent of the solution at one output time. */
    private List<Operand<?>> addOutput(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        Iterator<Operand<?>> in = fixed.iterator();
        Operand<TFloat64> t0 = LoopState.take(in);
        Operand<TFloat64> t1 = LoopState.take(in);
        Operand<TFloat64> times = LoopState.take(in);
        int count = system.staged().size() + system.lazy().size();
        List<Operand<T>> all = LoopState.take(in, count);
        Operand<TInt32> output = LoopState.take(carried.iterator());
        List<Operand<T>> cotangents =
                all.stream().map(rows -> at(tf, rows, output)).toList();
        Operand<TFloat64> width = tf.math.sub(t1, t0);
        Operand<TFloat64> x = tf.math.div(tf.math.sub(at(tf, times, output), t0), width);
        List<Operand<T>> weights = settings.interpolant().weights(tf, system.type(), x, width);
        int staged = system.staged().size();
        List<Operand<?>> result = new ArrayList<>();
        result.add(tf.math.sub(output, tf.constant(1)));
        Iterator<Operand<?>> sums = carried.subList(1, carried.size()).iterator();
        for (Operand<T> weight : weights) {
            for (int part = 0; part < staged; part++) {
                Operand<T> sum = LoopState.take(sums);
                result.add(tf.math.add(sum, tf.math.mul(weight, cotangents.get(part))));
            }
        }
        // With lazy parts, steps end at output times.
        for (int part = staged; part < cotangents.size(); part++) {
            Operand<T> sum = LoopState.take(sums);
            result.add(tf.math.add(sum, cotangents.get(part)));
        }
        return result;
    }
}
