package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A norm that is written once, for everything together and for each sample. */
abstract class ReducingNorm implements Norm {
    @Override
    public final <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        return reduce(tf, parts, Reductions.WHOLE);
    }

    @Override
    public final <T extends TFloating> Operand<T> ofEach(Ops tf, List<MeasuredPart<T>> parts) {
        return reduce(tf, parts, Reductions.EACH);
    }

    abstract <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over);
}
