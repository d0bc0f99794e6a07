package io.seminode.solver;

import java.io.Serial;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A solve that could not be finished; says where it stood and carries what was solved until then. */
public abstract sealed class SolveException extends RuntimeException
        permits NonFiniteException,
                StepControllerException,
                StepTooSmallException,
                StoreFullException,
                TimeLimitException,
                TooManyEventsException,
                TooManyStepsException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final double time;
    private final double step;
    private final transient SolveStatistics statistics;
    private transient @Nullable Solution partial;
    private transient @Nullable Gradient partialGradient;
    private int sample = -1;

    SolveException(String message, double time, double step, SolveStatistics statistics) {
        super(message);
        this.time = time;
        this.step = step;
        this.statistics = statistics;
    }

    /** Where the solution stood. */
    public double time() {
        return time;
    }

    /** The size of the step that would have come next. */
    public double step() {
        return step;
    }

    /** What the solve had cost. */
    public SolveStatistics statistics() {
        return statistics;
    }

    /**
     * What a backward solve had come to at {@link #time}: by state the cotangent a_z there, by parameters what was gathered
     * from the last output time back to there, with what that cost; null for a forward solve. Where the adjoint is
     * backpropagation, and what it computed is not finite, that of the step which is not.
     */
    public @Nullable Gradient partialGradient() {
        return partialGradient;
    }

    /** The solution at the output times that were reached; null for a backward solve. */
    public @Nullable Solution partialSolution() {
        return partial;
    }

    /** The sample that could not be solved, if each has its own steps; counted from 0. */
    public OptionalInt sample() {
        return sample < 0 ? OptionalInt.empty() : OptionalInt.of(sample);
    }

    @Override
    public @Nullable String getMessage() {
        return sample < 0 ? super.getMessage() : "Sample " + sample + ": " + super.getMessage();
    }

    SolveException inSample(int index) {
        this.sample = index;
        return this;
    }

    SolveException with(Gradient gradient) {
        this.partialGradient = gradient;
        return this;
    }

    SolveException with(Solution solution) {
        this.partial = solution;
        return this;
    }
}
