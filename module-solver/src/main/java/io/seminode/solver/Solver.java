package io.seminode.solver;

import io.seminode.solver.control.IntegralController;
import io.seminode.solver.control.StepController;
import io.seminode.solver.internal.BacksolveAdjoint;
import io.seminode.solver.internal.ForwardSolve;
import io.seminode.solver.internal.Status;
import io.seminode.solver.internal.StepSettings;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.RungeKuttaMethod;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * How ODEs are solved: method, tolerances, norms, controller. Immutable; every {@code with} method gives a changed copy.
 *
 * <p>Inside a compiled function, {@link #solve} and {@link #gradient} add operations. Outside, {@link #compile} makes an
 * {@link OdeSolver} that takes and returns Java arrays.
 *
 * @param method the Runge-Kutta method
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param forwardNorm measures the errors of the forward solve
 * @param adjointNorm measures the errors of the backward solve
 * @param controller chooses step sizes
 * @param mode how quadratures and output times are handled
 * @param maxSteps limit on the accepted and rejected steps of one solve, forward or backward
 * @param recordedSteps how many steps of a solve are recorded in its statistics; 0 for none
 */
public record Solver(
        RungeKuttaMethod method,
        double rtol,
        double atol,
        Norm forwardNorm,
        Norm adjointNorm,
        StepController controller,
        AdjointMode mode,
        int maxSteps,
        int recordedSteps) {
    private static final int DEFAULT_MAX_STEPS = 100_000;

    /** Rejects settings that cannot be right. */
    public Solver {
        if (!(rtol >= 0) || !(atol >= 0) || !(rtol + atol > 0) || Double.isInfinite(rtol + atol)) {
            throw new IllegalArgumentException("Tolerances rtol = " + rtol + " and atol = " + atol
                    + " found, expected finite numbers of at least 0, not both 0.");
        }
        if (maxSteps < 1) {
            throw new IllegalArgumentException("maxSteps is " + maxSteps + ", expected 1 or more.");
        }
        if (recordedSteps < 0) {
            throw new IllegalArgumentException("recordedSteps is " + recordedSteps + ", expected 0 or more.");
        }
    }

    /** Dormand-Prince 5(4), rtol 1e-3, atol 1e-6, the paper's seminorm, lazy quadratures. */
    public static Solver create() {
        Norm seminorm = new Seminorm();
        return new Solver(
                new DormandPrince5(),
                1e-3,
                1e-6,
                seminorm,
                seminorm,
                new IntegralController(),
                AdjointMode.LAZY,
                DEFAULT_MAX_STEPS,
                0);
    }

    /** With another method. */
    public Solver withMethod(RungeKuttaMethod other) {
        return new Solver(other, rtol, atol, forwardNorm, adjointNorm, controller, mode, maxSteps, recordedSteps);
    }

    /** With other tolerances. */
    public Solver withTolerances(double newRtol, double newAtol) {
        return new Solver(
                method, newRtol, newAtol, forwardNorm, adjointNorm, controller, mode, maxSteps, recordedSteps);
    }

    /** The coefficients that the method has in this solver's mode. */
    public ButcherTableau tableau() {
        return mode == AdjointMode.FAITHFUL ? method.faithfulTableau() : method.tableau();
    }

    /** With another norm, forward and backward. */
    public Solver withNorm(Norm other) {
        return withNorms(other, other);
    }

    /**
     * With the norm of that name, forward and backward.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider on the module path has that name
     */
    public Solver withNorm(String name) {
        return withNorm(Norms.load().get(name));
    }

    /** With other norms. */
    public Solver withNorms(Norm forward, Norm adjoint) {
        return new Solver(method, rtol, atol, forward, adjoint, controller, mode, maxSteps, recordedSteps);
    }

    /** With another step controller. */
    public Solver withController(StepController other) {
        return new Solver(method, rtol, atol, forwardNorm, adjointNorm, other, mode, maxSteps, recordedSteps);
    }

    /** In another mode. */
    public Solver withMode(AdjointMode other) {
        return new Solver(method, rtol, atol, forwardNorm, adjointNorm, controller, other, maxSteps, recordedSteps);
    }

    /** With another limit on the number of steps. */
    public Solver withMaxSteps(int limit) {
        return new Solver(method, rtol, atol, forwardNorm, adjointNorm, controller, mode, limit, recordedSteps);
    }

    /** With the first so many steps of each solve recorded. */
    public Solver withRecordedSteps(int capacity) {
        return new Solver(method, rtol, atol, forwardNorm, adjointNorm, controller, mode, maxSteps, capacity);
    }

    /**
     * Adds a forward solve to a function.
     *
     * @param tf adds to the function's graph
     * @param problem the ODE
     * @param y0 the state at the first time
     * @param times scalar times [n], strictly increasing or decreasing
     * @param n the number of times, at least 2
     * @param parameters parameters and constants of the problem
     */
    public <T extends TFloating> SymbolicSolution<T> solve(
            Ops tf,
            Problem<T> problem,
            NamedOperands<T> y0,
            Operand<TFloat64> times,
            int n,
            NamedOperands<T> parameters) {
        requireTimes(n);
        return new ForwardSolve<>(problem, settings(forwardNorm), mode == AdjointMode.LAZY)
                .build(tf, y0, times, n, parameters);
    }

    /**
     * Adds the backward solve to a function: from the derivatives of a loss by the values of a solution to those by the
     * first state, the parameters and, if wanted, the times.
     *
     * @param cotangents derivatives of the loss by {@code solution.values()}, of the same shapes
     * @param timeGradient whether the gradient by the times is wanted; it costs a little
     */
    public <T extends TFloating> SymbolicGradient<T> gradient(
            Ops tf,
            Problem<T> problem,
            SymbolicSolution<T> solution,
            NamedOperands<T> cotangents,
            Operand<TFloat64> times,
            int n,
            NamedOperands<T> parameters,
            boolean timeGradient) {
        return gradient(
                tf,
                problem,
                solution.values(),
                solution.outcome().step(),
                cotangents,
                times,
                n,
                parameters,
                timeGradient);
    }

    <T extends TFloating> SymbolicGradient<T> gradient(
            Ops tf,
            Problem<T> problem,
            NamedOperands<T> values,
            Operand<TFloat64> firstStep,
            NamedOperands<T> cotangents,
            Operand<TFloat64> times,
            int n,
            NamedOperands<T> parameters,
            boolean timeGradient) {
        requireTimes(n);
        return new BacksolveAdjoint<>(problem, settings(adjointNorm), mode == AdjointMode.LAZY, timeGradient)
                .build(tf, values, cotangents, times, n, parameters, firstStep);
    }

    /** Compiles forward and backward solves natively on the processor. */
    public <T extends TFloating> OdeSolver<T> compile(Problem<T> problem, int n) {
        return compile(problem, n, ExecutionOptions.NATIVE_CPU);
    }

    /**
     * Compiles forward and backward solves that take and return Java arrays.
     *
     * @param n the number of output times, the first one included
     * @param options engine and device
     */
    public <T extends TFloating> OdeSolver<T> compile(Problem<T> problem, int n, ExecutionOptions options) {
        requireTimes(n);
        return new OdeSolver<>(this, problem, n, options);
    }

    /**
     * Throws if the forward solve failed whose outcome a function returned.
     *
     * @param prefix that of {@link SolveOutcome#asOutputs}
     */
    public <T extends TFloating> void requireForwardSuccess(Problem<T> problem, TensorMap outputs, String prefix) {
        throwOnFailure(
                new ForwardSolve<>(problem, settings(forwardNorm), mode == AdjointMode.LAZY).parts(), outputs, prefix);
    }

    /**
     * Throws if the backward solve failed whose outcome a function returned.
     *
     * @param prefix that of {@link SolveOutcome#asOutputs}
     * @param timeGradient as it was for {@link #gradient}
     */
    public <T extends TFloating> void requireBackwardSuccess(
            Problem<T> problem, TensorMap outputs, String prefix, boolean timeGradient) {
        if (Tensors.toDouble(outputs.get(prefix + "status")) != 0) {
            boolean lazily = mode == AdjointMode.LAZY;
            List<Part> parts = new BacksolveAdjoint<>(problem, settings(adjointNorm), lazily, timeGradient).parts();
            throwOnFailure(parts, outputs, prefix);
        }
    }

    /** The same for a backward solve without the gradient by the times. */
    public <T extends TFloating> void requireBackwardSuccess(Problem<T> problem, TensorMap outputs, String prefix) {
        requireBackwardSuccess(problem, outputs, prefix, false);
    }

    private void throwOnFailure(List<Part> parts, TensorMap outputs, String prefix) {
        Status status = Status.of((int) Tensors.toDouble(outputs.get(prefix + "status")));
        if (status == Status.RUNNING) {
            return;
        }
        double time = Tensors.toDouble(outputs.get(prefix + "time"));
        double step = Tensors.toDouble(outputs.get(prefix + "step"));
        SolveStatistics statistics = SolveStatistics.read(outputs, prefix);
        throw switch (status) {
            case NON_FINITE -> {
                int culprit = (int) Tensors.toDouble(outputs.get(prefix + "culprit"));
                yield new NonFiniteException(parts.get(Math.max(0, culprit)).name(), time, step, statistics);
            }
            case STEP_TOO_SMALL -> new StepTooSmallException(time, step, statistics);
            case TOO_MANY_STEPS, RUNNING -> new TooManyStepsException(maxSteps, time, step, statistics);
        };
    }

    private StepSettings settings(Norm norm) {
        return new StepSettings(tableau(), norm, controller, rtol, atol, maxSteps, recordedSteps);
    }

    private static void requireTimes(int n) {
        if (n < 2) {
            throw new IllegalArgumentException(
                    n + " output times found, expected at least 2: where to begin and where to" + " end.");
        }
    }
}
