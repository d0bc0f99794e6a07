package io.seminode.solver.state;

import org.tensorflow.ndarray.Shape;

/**
 * A named part of the state of an ODE.
 *
 * @param name unique in its state, for example {@code z}, {@code a_z}, {@code a_theta.W}
 * @param shape its static shape
 * @param kind what it stands for
 * @param role whether the field depends on it
 */
public record Part(String name, Shape shape, Kind kind, Role role) {

    /** Rejects blank names and shapes with unknown dimensions. */
    public Part {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A part of the state needs a name, found a blank one.");
        }
        if (shape.hasUnknownDimension()) {
            throw new IllegalArgumentException(
                    "Part \"" + name + "\" has shape " + shape + ", expected every dimension to be known.");
        }
        if (kind == Kind.STATE && shape.size() == 0) {
            throw new IllegalArgumentException("Part \"" + name + "\" has shape " + shape
                    + " and so no element, expected at least one. Leave empty batches out.");
        }
    }

    /** Whether the field depends on it. */
    public boolean isCoupled() {
        return role == Role.COUPLED;
    }
}
