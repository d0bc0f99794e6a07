package io.seminode.solver.state;

/** Whether the vector field depends on a part of the state. */
public enum Role {
    /** The field depends on it: an ODE proper, whose error feeds back. */
    COUPLED,
    /** The field does not depend on it: an integral, whose error harms nothing else. */
    QUADRATURE
}
