package io.seminode.solver.internal.system;

import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.tensor.Loops;
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
            Context<T> context) {
        Lanes lanes = system.lanes();
        return Loops.whileLoop(
                        tf,
                        "rates",
                        new Evaluated<>(lanes.any(tf, wanted), others),
                        new At<>(t, wanted, y, context),
                        (ops, now, at) -> now.due(),
                        (ops, now, at) -> {
                            Rates<T> old = now.rates();
                            Rates<T> found = system.rates(
                                    ops,
                                    at.t(),
                                    at.y(),
                                    at.context(),
                                    !old.lazy().isEmpty());
                            return new Evaluated<>(
                                    ops.constant(false),
                                    new Rates<>(
                                            lanes.chosen(ops, at.wanted(), found.staged(), old.staged()),
                                            lanes.chosen(ops, at.wanted(), found.lazy(), old.lazy())));
                        })
                .rates();
    }

    /** The rates, and whether they are still to be evaluated. */
    private record Evaluated<T extends TFloating>(Operand<TBool> due, Rates<T> rates) {}

    private record At<T extends TFloating>(
            Operand<TFloat64> t, Operand<TBool> wanted, List<Operand<T>> y, Context<T> context) {}
}
