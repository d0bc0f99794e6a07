package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A layer that is affine in its input and whose coefficients depend on time. */
public interface TimeLayer {
    /** Its parameters, in order. */
    List<Parameter> parameters();

    /** Draws first values into the map. */
    void initialise(SplittableRandom random, Map<String, float[]> values);

    /**
     * Adds the layer.
     *
     * @param t scalar time in the precision of x
     * @param x [batch, ...]
     */
    <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> x);

    /**
     * Adds the derivative of the layer by x along a tangent; the layer is affine in x, so x itself does not matter.
     *
     * @param t scalar time in the precision of the tangent
     * @param tangent of the shape of x
     */
    <T extends TFloating> Operand<T> applyToTangent(
            Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> tangent);
}
