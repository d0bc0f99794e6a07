package io.seminode.solver.internal.system;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;

/** How a solve ended. */
public enum Status {
    /** No failure. */
    RUNNING(0),
    /** The field or its error estimate is not finite, however small the step. */
    NON_FINITE(1),
    /** The step is so small that time no longer changes. */
    STEP_TOO_SMALL(2),
    /** The limit on the number of steps is reached. */
    TOO_MANY_STEPS(3),
    /** The time that a solve may take is over. */
    OUT_OF_TIME(4),
    /** There is no room for more events. */
    TOO_MANY_EVENTS(5),
    /** An event ended the solve, which is no failure. */
    ENDED_BY_EVENT(6),
    /** The step controller gave a factor that is not finite or not positive. */
    NO_FACTOR(7);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** Whether the solve did what it was asked to. */
    public boolean isSuccess() {
        return this == RUNNING || this == ENDED_BY_EVENT;
    }

    /** Its code, as loops carry it. */
    public Operand<TInt32> in(Ops tf) {
        return tf.constant(code);
    }

    /** Whether a loop that carries this code goes on. */
    public static Operand<TBool> isRunning(Ops tf, Operand<TInt32> status) {
        return tf.math.equal(status, RUNNING.in(tf));
    }

    /** The status that a loop ended with. */
    public static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("No status has code " + code + ".");
    }
}
