package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.step.RungeKuttaStep;
import io.seminode.solver.internal.store.CheckpointStore;
import io.seminode.solver.internal.store.StoreRows;
import io.seminode.solver.internal.store.StoredStep;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.JumpRestart;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.TensorSpec;
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
     * @param buffers values and derivatives of the staged parts at the beginnings of its steps, [segment, ...]
     * @param solvedAgain how many steps so far
     */
    record Loaded(Operand<TInt32> first, List<Operand<?>> buffers, Operand<TInt32> solvedAgain) {}

    /** None is. */
    Loaded none(Ops tf) {
        List<TensorSpec> specs = new ArrayList<>(store.states("y", store.segment()));
        specs.addAll(store.states("f", store.segment()));
        return new Loaded(tf.constant(-1), StoreRows.empty(tf, specs), tf.constant(0));
    }

    /** A step of the loaded segment; nothing is differentiated further back than it. */
    StoredStep<T> step(Ops tf, Operand<TInt32> i, Loaded loaded, CheckpointStore.Stored<T> stored) {
        Operand<TInt32> row = tf.math.sub(i, loaded.first());
        int staged = system.staged().size();
        List<Operand<T>> rows = LoopState.take(loaded.buffers().iterator(), 2 * staged);
        List<Operand<T>> y = new ArrayList<>();
        List<Operand<T>> f = new ArrayList<>();
        for (int part = 0; part < staged; part++) {
            y.add(tf.stopGradient(at(tf, rows.get(part), row)));
            f.add(tf.stopGradient(at(tf, rows.get(staged + part), row)));
        }
        return new StoredStep<>(at(tf, stored.starts(), i), at(tf, stored.ends(), i), y, f);
    }

    /**
     * Solves the segment again that a step lies in, unless it is loaded.
     *
     * @param i the step
     * @param before what was loaded before
     */
    Loaded load(Ops tf, Operand<TInt32> i, Loaded before, CheckpointStore.Stored<T> stored, Context<T> context) {
        Operand<TInt32> first = tf.math.mul(tf.math.floorDiv(i, stored.stride()), stored.stride());
        Operand<TInt32> slot = store.slotOf(tf, stored.held(), first);
        List<Operand<?>> checkpoint = new ArrayList<>();
        stored.y().forEach(rows -> checkpoint.add(at(tf, rows, slot)));
        stored.f().forEach(rows -> checkpoint.add(at(tf, rows, slot)));
        Operand<TBool> isLoaded = tf.math.equal(first, before.first());
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(Select.choose(tf, isLoaded, i, first));
        carried.addAll(checkpoint);
        carried.addAll(StoreRows.write(tf, before.buffers(), tf.constant(0), checkpoint));
        List<Operand<?>> invariants = new ArrayList<>(List.of(i, first, stored.starts(), stored.ends()));
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "solved_again",
                carried,
                invariants,
                (ops, c, fixed) ->
                        ops.math.less(LoopState.<TInt32>take(c.iterator()), LoopState.<TInt32>take(fixed.iterator())),
                (ops, c, fixed) -> solveAgain(ops, c, fixed, context));
        Operand<TInt32> again = Select.choose(tf, isLoaded, tf.constant(0), tf.math.sub(i, first));
        return new Loaded(
                first, last.subList(1 + checkpoint.size(), last.size()), tf.math.add(before.solvedAgain(), again));
    }

    /** From the beginning of step j of a segment to that of step j + 1. */
    private List<Operand<?>> solveAgain(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed, Context<T> layout) {
        int staged = system.staged().size();
        Iterator<Operand<?>> invariants = fixed.subList(1, fixed.size()).iterator();
        Operand<TInt32> first = LoopState.take(invariants);
        Operand<TFloat64> starts = LoopState.take(invariants);
        Operand<TFloat64> ends = LoopState.take(invariants);
        Iterator<Operand<?>> next = carried.iterator();
        Operand<TInt32> j = LoopState.take(next);
        StoredStep<T> step = new StoredStep<>(
                at(tf, starts, j), at(tf, ends, j), LoopState.take(next, staged), LoopState.take(next, staged));
        Context<T> context = layout.like(fixed.subList(4, fixed.size()));
        List<Operand<T>> lazy = SolveGraphs.zeros(tf, system.type(), system.lazy());
        RungeKuttaStep<T> taken = step.take(tf, system, settings, lazy, context);
        List<Operand<?>> end = new ArrayList<>(taken.y1());
        end.addAll(jumps.rates(tf, step.t0(), step.t1(), taken.y1(), new Rates<>(taken.f1(), List.of()), context)
                .staged());
        Operand<TInt32> after = tf.math.add(j, tf.constant(1));
        List<Operand<?>> result = new ArrayList<>();
        result.add(after);
        result.addAll(end);
        result.addAll(
                StoreRows.write(tf, carried.subList(1 + 2 * staged, carried.size()), tf.math.sub(after, first), end));
        return result;
    }
}
