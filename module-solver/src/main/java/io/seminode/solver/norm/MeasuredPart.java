package io.seminode.solver.norm;

import io.seminode.solver.state.Part;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A part of the state with the vector to be measured on it, usually its estimated error divided by the tolerance.
 *
 * @param part name, shape, kind and role
 * @param value of the part's shape
 */
public record MeasuredPart<T extends TFloating>(Part part, Operand<T> value) {}
