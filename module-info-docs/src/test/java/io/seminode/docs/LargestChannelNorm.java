package io.seminode.docs;

// tag::norm[]
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The largest error of any element of z; what the adjoint does is not looked at. */
public final class LargestChannelNorm implements Norm {
    @Override
    public String name() {
        return "largest-z";
    }

    @Override
    public String description() {
        return "largest absolute value over the elements of z";
    }

    @Override
    public boolean measures(Part part) {
        return part.kind() == Kind.STATE && part.isCoupled();
    }

    @Override
    public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        Operand<T> largest = null;
        for (MeasuredPart<T> part : parts) {
            Operand<T> flat = tf.reshape(tf.math.abs(part.value()), tf.constant(new int[] {-1}));
            Operand<T> ofPart = tf.reduceMax(flat, tf.constant(0));
            largest = largest == null ? ofPart : tf.math.maximum(largest, ofPart);
        }
        return largest;
    }
}
// end::norm[]
