package io.seminode.solver.internal.system;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * An evaluation that is made only if it is wanted.
 *
 * <p>It is the body of a loop that goes round once or not at all: that costs nothing where it does not, and a conditional
 * would do the same.
 */
public record RatesOnDemand<T extends TFloating>(OdeSystem<T> system) {

    /**
     * The rates at {@code t}, or those there are.
     *
     * @param wanted whether to evaluate them, for each lane
     * @param others those there are
     */
    public Rates<T> rates(
            Ops tf,
            Operand<TBool> wanted,
            Operand<TFloat64> t,
            List<Operand<T>> y,
            Rates<T> others,
            List<Operand<?>> context) {
        Lanes lanes = system.lanes();
        int staged = others.staged().size();
        int lazy = others.lazy().size();
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(lanes.any(tf, wanted));
        carried.addAll(others.staged());
        carried.addAll(others.lazy());
        List<Operand<?>> invariants = new ArrayList<>(List.of(t, wanted));
        invariants.addAll(y);
        invariants.addAll(context);
        List<Operand<?>> last = Loops.whileLoop(
                tf, "rates", carried, invariants, (ops, c, fixed) -> LoopState.take(c.iterator()), (ops, c, fixed) -> {
                    Iterator<Operand<?>> next = fixed.iterator();
                    Operand<TFloat64> time = LoopState.take(next);
                    Operand<TBool> here = LoopState.take(next);
                    List<Operand<?>> fixedContext = fixed.subList(2 + y.size(), fixed.size());
                    Rates<T> found = system.rates(ops, time, LoopState.take(next, y.size()), fixedContext, lazy > 0);
                    Iterator<Operand<?>> old = c.subList(1, c.size()).iterator();
                    List<Operand<?>> done = new ArrayList<>();
                    done.add(ops.constant(false));
                    done.addAll(lanes.chosen(ops, here, found.staged(), LoopState.take(old, staged)));
                    done.addAll(lanes.chosen(ops, here, found.lazy(), LoopState.take(old, lazy)));
                    return done;
                });
        Iterator<Operand<?>> found = last.subList(1, last.size()).iterator();
        return new Rates<>(LoopState.take(found, staged), LoopState.take(found, lazy));
    }
}
