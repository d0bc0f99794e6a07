package io.seminode.solver.state;

/** What a part of the state stands for. */
public enum Kind {
    /** A part of the state that the user's field moves. */
    STATE,
    /** The adjoint of such a part: a_z in the paper. */
    ADJOINT_STATE,
    /** The gradient by one parameter, while it accumulates: a_theta in the paper. */
    ADJOINT_PARAMETER,
    /** The gradient by time, while it accumulates: a_t in the paper. */
    ADJOINT_TIME
}
