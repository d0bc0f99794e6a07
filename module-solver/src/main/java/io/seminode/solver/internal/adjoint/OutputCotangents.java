package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.store.SampleRows;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Rows;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What the outputs inside a step add to the cotangents of the numbers that the step is made of: its solution is
 * interpolated between them. If samples step on their own, it is done for each of them, in the step that it goes back.
 *
 * @param system of the forward solve
 */
record OutputCotangents<T extends TFloating>(OdeSystem<T> system, StepSettings settings) {

    /**
     * Cotangents of what a step is made of.
     *
     * @param output the last output time before the step, for each lane
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
     * @param active the lanes that go back a step; null for all. Others stay as they are
     * @param output the last output time that was not met yet
     * @param times all of them
     * @param cotangents for each part those of its values at them, [times, ...]
     */
    Found<T> in(
            Ops tf,
            @Nullable Operand<TBool> active,
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            Operand<TInt32> output,
            AtEnd<T> end,
            Operand<TFloat64> times,
            List<Operand<T>> cotangents) {
        List<List<Operand<T>>> known = new ArrayList<>();
        for (int value = 0; value < settings.interpolant().count(); value++) {
            known.add(
                    switch (value) {
                        case StepInterpolant.Y1 -> end.byY();
                        case StepInterpolant.F1 -> end.byF();
                        default -> SolveGraphs.zeros(tf, system.type(), system.staged());
                    });
        }
        return Loops.whileLoop(
                tf,
                "outputs_of_step",
                new Found<>(output, known, end.bySums()),
                new Given<>(active, t0, t1, times, cotangents),
                (ops, found, given) -> system.lanes().any(ops, isInStep(ops, found, given)),
                this::addOutput);
    }

    private record Given<T extends TFloating>(
            @Nullable Operand<TBool> active,
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            Operand<TFloat64> times,
            List<Operand<T>> cotangents) {}

    /** Whether the next output time lies in the step, its beginning excluded. */
    private static <U extends TFloating> Operand<TBool> isInStep(Ops tf, Found<U> found, Given<U> given) {
        Operand<TInt32> output = found.output();
        Operand<TFloat64> direction = SolveGraphs.direction(tf, given.t0(), given.t1());
        Operand<TFloat64> t = at(tf, given.times(), tf.math.maximum(output, tf.constant(0)));
        Operand<TBool> isIn = tf.math.logicalAnd(
                tf.math.greaterEqual(output, tf.constant(0)),
                tf.math.greater(tf.math.mul(direction, tf.math.sub(t, given.t0())), tf.constant(0.0)));
        return given.active() == null ? isIn : tf.math.logicalAnd(given.active(), isIn);
    }

    /** Adds the cotangents of the solution at one output time of each lane that has one in its step. */
    private Found<T> addOutput(Ops tf, Found<T> found, Given<T> given) {
        Operand<TBool> due = isInStep(tf, found, given);
        Operand<TInt32> row = tf.math.maximum(found.output(), tf.constant(0));
        List<Operand<T>> cotangents = given.cotangents().stream()
                .map(rows -> cotangent(tf, rows, row, due))
                .toList();
        Operand<TFloat64> width = tf.math.sub(given.t1(), given.t0());
        Operand<TFloat64> x = tf.math.divNoNan(tf.math.sub(at(tf, given.times(), row), given.t0()), width);
        List<Operand<T>> weights = settings.interpolant().weights(tf, system.type(), x, width);
        List<List<Operand<T>>> known = new ArrayList<>();
        for (int value = 0; value < weights.size(); value++) {
            List<Operand<T>> sums = new ArrayList<>();
            for (int part = 0; part < system.staged().size(); part++) {
                Operand<T> cotangent = cotangents.get(part);
                Operand<T> share = tf.math.mul(Rows.along(tf, weights.get(value), cotangent), cotangent);
                sums.add(tf.math.add(found.known().get(value).get(part), share));
            }
            known.add(sums);
        }
        // With lazy parts, steps end at output times; they come after the others.
        List<Operand<T>> sums = new ArrayList<>();
        for (Operand<T> sum : found.sums()) {
            sums.add(tf.math.add(sum, cotangents.get(system.staged().size() + sums.size())));
        }
        return new Found<>(tf.math.sub(found.output(), tf.dtypes.cast(due, TInt32.class)), known, sums);
    }

    /** Of the output time of each lane; zero for lanes that have none due. */
    private Operand<T> cotangent(Ops tf, Operand<T> rows, Operand<TInt32> row, Operand<TBool> due) {
        if (system.lanes().areJoint()) {
            return at(tf, rows, row);
        }
        Operand<T> own = SampleRows.at(tf, rows, row, system.lanes().samples());
        return Select.choose(tf, due, own, tf.zerosLike(own));
    }
}
