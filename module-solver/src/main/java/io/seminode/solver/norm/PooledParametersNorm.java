package io.seminode.solver.norm;

import io.seminode.solver.state.Kind;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Like {@link DefaultNorm}, but the gradients by all parameters are one part: the default norm of torchdiffeq 0.1.0, which
 * the paper compared with. It is less strict on a small parameter among large ones.
 */
public final class PooledParametersNorm extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public PooledParametersNorm() {}

    @Override
    public String name() {
        return "default-pooled";
    }

    @Override
    public String description() {
        return "like default, with all of a_theta as one part (torchdiffeq 0.1.0's default, the paper's baseline)";
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        List<MeasuredPart<T>> parameters = new ArrayList<>();
        List<Operand<T>> measures = new ArrayList<>();
        for (MeasuredPart<T> part : parts) {
            if (part.part().kind() == Kind.ADJOINT_PARAMETER) {
                parameters.add(part);
            } else {
                measures.add(over.rms(tf, part.value()));
            }
        }
        if (!parameters.isEmpty()) {
            measures.add(over.pooledRms(tf, parameters));
        }
        Operand<T> largest = measures.get(0);
        for (Operand<T> measure : measures.subList(1, measures.size())) {
            largest = tf.math.maximum(largest, measure);
        }
        return largest;
    }
}
