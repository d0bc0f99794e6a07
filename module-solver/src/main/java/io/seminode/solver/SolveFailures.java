package io.seminode.solver;

import static java.util.Objects.requireNonNullElse;

import io.seminode.solver.internal.system.Status;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicSamples;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.time.Duration;
import java.util.List;

/**
 * Turns a status into the error that it stands for.
 *
 * @param solver that had the limits
 * @param parts of the system, as its statuses number them
 * @param capacity steps that there was room for
 * @param maxEvents events that were allowed
 */
record SolveFailures(Solver solver, List<Part> parts, int capacity, int maxEvents) {
    /**
     * Throws if a solve failed.
     *
     * @param outputs with its outcome
     * @param prefix that of {@link SolveOutcome#asOutputs}
     */
    void throwIfAny(TensorMap outputs, String prefix) {
        Status status = Status.of((int) Tensors.toDouble(outputs.get(prefix + "status")));
        if (status.isSuccess()) {
            return;
        }
        double time = Tensors.toDouble(outputs.get(prefix + "time"));
        double step = Tensors.toDouble(outputs.get(prefix + "step"));
        SolveStatistics statistics = SolveStatistics.read(outputs, prefix);
        int sample = SymbolicSamples.failed(outputs, prefix);
        long accepted = sample < 0
                ? statistics.accepted()
                : statistics.samples().get(sample).accepted();
        SolveException failure = switch (status) {
            case NON_FINITE -> {
                int culprit = (int) Tensors.toDouble(outputs.get(prefix + "culprit"));
                yield new NonFiniteException(parts.get(Math.max(0, culprit)).name(), time, step, statistics);
            }
            case STEP_TOO_SMALL -> new StepTooSmallException(time, step, statistics);
            case OUT_OF_TIME ->
                new TimeLimitException(
                        requireNonNullElse(solver.limits().timeLimit(), Duration.ZERO), time, step, statistics);
            case NO_FACTOR -> new StepControllerException(solver.controller().name(), time, step, statistics);
            case TOO_MANY_EVENTS -> new TooManyEventsException(maxEvents, time, step, statistics);
            case TOO_MANY_STEPS, RUNNING, ENDED_BY_EVENT ->
                accepted >= capacity
                        ? new StoreFullException(
                                capacity,
                                solver.gradients().storedSteps(),
                                solver.gradients().memoryBudget(),
                                time,
                                step,
                                statistics)
                        : new TooManyStepsException(solver.limits().maxSteps(), time, step, statistics);
        };
        throw failure.inSample(sample);
    }
}
