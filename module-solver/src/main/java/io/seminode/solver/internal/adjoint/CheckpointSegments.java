package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.store.CheckpointStore;
import io.seminode.solver.internal.store.StoreRows;
import io.seminode.solver.internal.store.StoredStep;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.JumpRestart;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The steps from one checkpoint to the next, solved again when one of them is wanted.
 *
 * @param system of the forward solve
 * @param store what it kept
 * @param jumps where its field jumps
 */
record CheckpointSegments<T extends TFloating>(
        ForwardSystem<T> system, StepSettings settings, CheckpointStore<T> store, JumpRestart<T> jumps) {

    /**
     * The segment that is loaded.
     *
     * @param first its first step, or -1
     * @param starts what its steps begin with, [segment, ...]
     * @param solvedAgain how many steps so far
     */
    record Loaded<T extends TFloating>(Operand<TInt32> first, Starts<T> starts, Operand<TInt32> solvedAgain) {}

    /**
     * What steps begin with.
     *
     * @param y values of the staged parts
     * @param f their derivatives
     */
    record Starts<T extends TFloating>(List<Operand<T>> y, List<Operand<T>> f) {}

    /** None is. */
    Loaded<T> none(Ops tf) {
        List<Part> parts = system.staged();
        return new Loaded<>(
                tf.constant(-1),
                new Starts<>(
                        StoreRows.empty(tf, system.type(), parts, store.segment()),
                        StoreRows.empty(tf, system.type(), parts, store.segment())),
                tf.constant(0));
    }

    /** A step of the loaded segment; nothing is differentiated further back than it. */
    StoredStep<T> step(Ops tf, Operand<TInt32> i, Loaded<T> loaded, CheckpointStore.Stored<T> stored) {
        Operand<TInt32> row = tf.math.sub(i, loaded.first());
        return new StoredStep<>(
                at(tf, stored.starts(), i),
                at(tf, stored.ends(), i),
                cut(tf, loaded.starts().y(), row),
                cut(tf, loaded.starts().f(), row));
    }

    private List<Operand<T>> cut(Ops tf, List<Operand<T>> rows, Operand<TInt32> row) {
        return rows.stream()
                .<Operand<T>>map(all -> tf.stopGradient(at(tf, all, row)))
                .toList();
    }

    /**
     * Solves the segment again that a step lies in, unless it is loaded.
     *
     * @param i the step
     * @param before what was loaded before
     */
    Loaded<T> load(Ops tf, Operand<TInt32> i, Loaded<T> before, CheckpointStore.Stored<T> stored, Context<T> context) {
        Operand<TInt32> first = tf.math.mul(tf.math.floorDiv(i, stored.stride()), stored.stride());
        Operand<TInt32> slot = store.slotOf(tf, stored.held(), first);
        Starts<T> checkpoint = new Starts<>(
                stored.y().stream().map(rows -> at(tf, rows, slot)).toList(),
                stored.f().stream().map(rows -> at(tf, rows, slot)).toList());
        Operand<TBool> isLoaded = tf.math.equal(first, before.first());
        Again<T> last = Loops.whileLoop(
                tf,
                "solved_again",
                new Again<>(
                        Select.choose(tf, isLoaded, i, first),
                        checkpoint,
                        StoreRows.write(tf, before.starts(), tf.constant(0), checkpoint)),
                new Given<>(i, first, stored.starts(), stored.ends(), context),
                (ops, again, given) -> ops.math.less(again.j(), given.i()),
                this::solveAgain);
        Operand<TInt32> count = Select.choose(tf, isLoaded, tf.constant(0), tf.math.sub(i, first));
        return new Loaded<>(first, last.starts(), tf.math.add(before.solvedAgain(), count));
    }

    /**
     * What goes from step to step of a segment.
     *
     * @param j the step
     * @param start what it begins with
     * @param starts those so far, in rows
     */
    private record Again<T extends TFloating>(Operand<TInt32> j, Starts<T> start, Starts<T> starts) {}

    private record Given<T extends TFloating>(
            Operand<TInt32> i,
            Operand<TInt32> first,
            Operand<TFloat64> starts,
            Operand<TFloat64> ends,
            Context<T> context) {}

    /** From the beginning of step j of a segment to that of step j + 1. */
    private Again<T> solveAgain(Ops tf, Again<T> again, Given<T> given) {
        Operand<TInt32> j = again.j();
        Starts<T> start = again.start();
        StoredStep<T> step = new StoredStep<>(at(tf, given.starts(), j), at(tf, given.ends(), j), start.y(), start.f());
        List<Operand<T>> lazy = SolveGraphs.zeros(tf, system.type(), system.lazy());
        Step<T> taken = step.take(tf, system, settings, lazy, given.context());
        Rates<T> rates = new Rates<>(taken.f1(), List.of());
        Starts<T> end = new Starts<>(
                taken.y1(),
                jumps.rates(tf, step.t0(), step.t1(), taken.y1(), rates, given.context())
                        .staged());
        Operand<TInt32> after = tf.math.add(j, tf.constant(1));
        return new Again<>(after, end, StoreRows.write(tf, again.starts(), tf.math.sub(after, given.first()), end));
    }
}
