package io.seminode.solver.internal.step;

import io.seminode.solver.tensor.Select;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a multistep method remembers from step to step.
 *
 * @param count how many derivatives it remembers
 * @param dt signed size of the last step
 * @param slopes derivatives of each staged part at the starts of the last steps, the newest first
 */
public record History<T extends TFloating>(Operand<TInt32> count, Operand<TFloat64> dt, List<Operand<T>> slopes) {

    /** This one after a step that was accepted, else the one before it. */
    public History<T> orElse(Ops tf, Operand<TBool> accept, History<T> before) {
        return new History<>(
                Select.choose(tf, accept, count, before.count),
                Select.choose(tf, accept, dt, before.dt),
                Select.chooseEach(tf, accept, slopes, before.slopes));
    }
}
