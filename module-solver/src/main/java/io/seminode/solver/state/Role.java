package io.seminode.solver.state;

/** Whether anything that steers a solve depends on a part of the state: the vector field, an event or a jump. */
public enum Role {
    /** The field depends on it, or an event's function or jump reads it: its error feeds back. */
    COUPLED,
    /** Nothing depends on it: an integral, whose error harms nothing else. */
    QUADRATURE
}
