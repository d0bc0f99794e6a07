package io.seminode.solver.internal.adjoint;

import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.system.Lanes;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Measures the errors of a panel of {@link QuadratureAdjoint}, and finds integrals that are not finite. */
record PanelErrors<T extends TFloating>(Class<T> type, StepSettings settings, List<Part> integrals) {

    /** The panel's error against the tolerance, as the default norm measures it. */
    Operand<TFloat64> ratio(Ops tf, List<Operand<T>> sums, List<Operand<T>> increments, List<Operand<T>> errors) {
        if (integrals.isEmpty()) {
            return tf.constant(0.0);
        }
        List<MeasuredPart<T>> scaled = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            Tolerance tolerance = settings.tolerances().of(integrals.get(i).name());
            Operand<T> size =
                    tf.math.maximum(tf.math.abs(sums.get(i)), tf.math.abs(tf.math.add(sums.get(i), increments.get(i))));
            Operand<T> allowed = tf.math.add(
                    Tensors.constant(tf, type, tolerance.atol()),
                    tf.math.mul(Tensors.constant(tf, type, tolerance.rtol()), size));
            scaled.add(new MeasuredPart<>(integrals.get(i), tf.math.div(errors.get(i), allowed)));
        }
        return tf.dtypes.cast(new DefaultNorm().of(tf, scaled), TFloat64.class);
    }

    /** Index of the first integral that is not finite, or -1. */
    Operand<TInt32> culprit(Ops tf, List<Operand<T>> increments) {
        Operand<TInt32> culprit = tf.constant(-1);
        for (int i = increments.size() - 1; i >= 0; i--) {
            Operand<T> sum = Lanes.JOINT.sum(tf, increments.get(i));
            culprit = Select.choose(tf, tf.math.isFinite(sum), culprit, tf.constant(i));
        }
        return culprit;
    }
}
