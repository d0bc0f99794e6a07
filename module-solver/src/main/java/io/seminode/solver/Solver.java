package io.seminode.solver;

import io.seminode.solver.control.ConstantController;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.control.StepController;
import io.seminode.solver.control.StepOptions;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.adjoint.AdjointSolve;
import io.seminode.solver.internal.event.EventAdjoint;
import io.seminode.solver.internal.solve.InitialValueSolve;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Methods;
import io.seminode.solver.method.RungeKuttaMethod;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
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
 * @param controller chooses step sizes; constant if the method estimates no error
 * @param stepOptions bounds of step sizes, and times at which steps end
 * @param partTolerances tolerances of parts that have their own, by name
 * @param mode how quadratures and output times are handled
 * @param adjoint how gradients are taken back
 * @param storedSteps how many steps of a solve are kept for an adjoint or dense output; the checkpointed adjoint manages
 *     many times as many
 * @param memoryBudget bytes that one solve may take for it, which may allow fewer
 * @param denseOutput whether solutions can be evaluated between their output times
 * @param maxSteps limit on the accepted and rejected steps of one solve, forward or backward
 * @param timeLimit what one solve, forward or backward, may take by the clock; null for no limit
 * @param recordedSteps how many steps of a solve are recorded in its statistics; 0 for none
 * @param batching whether samples share steps
 */
public record Solver(
        RungeKuttaMethod method,
        double rtol,
        double atol,
        Norm forwardNorm,
        Norm adjointNorm,
        StepController controller,
        StepOptions stepOptions,
        Map<String, Tolerance> partTolerances,
        AdjointMode mode,
        Adjoint adjoint,
        int storedSteps,
        long memoryBudget,
        boolean denseOutput,
        int maxSteps,
        @Nullable Duration timeLimit,
        int recordedSteps,
        Batching batching) {
    /** Rejects settings that cannot be right. */
    public Solver {
        new Tolerance(rtol, atol);
        partTolerances = Collections.unmodifiableMap(new LinkedHashMap<>(partTolerances));
        if (controller.isAdaptive() && !(controller.smallestFactor() > 0 && controller.smallestFactor() < 1)) {
            throw new IllegalArgumentException("The smallest factor of step controller \"" + controller.name()
                    + "\" is " + controller.smallestFactor()
                    + ", expected one between 0 and 1, so that rejected steps shrink.");
        }
        require("maxSteps", maxSteps, 1);
        require("recordedSteps", recordedSteps, 0);
        require("storedSteps", storedSteps, 1);
        require("memoryBudget in bytes", memoryBudget, 1);
        if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
            throw new IllegalArgumentException("timeLimit is " + timeLimit + ", expected more than no time.");
        }
        if (denseOutput && adjoint == Adjoint.CHECKPOINTED) {
            throw new IllegalArgumentException("The checkpointed adjoint keeps checkpoints instead of dense output."
                    + " Take another adjoint, or a solver of its own for dense output.");
        }
    }

    private static void require(String what, long found, long least) {
        if (found < least) {
            throw new IllegalArgumentException(what + " is " + found + ", expected " + least + " or more.");
        }
    }

    /**
     * Dormand-Prince 5(4), rtol 1e-3, atol 1e-6, lazy quadratures. Forward every part is measured, by the default norm: what
     * comes out there was asked for. The backward solve is measured by the paper's seminorm.
     */
    public static Solver create() {
        return SolverDraft.defaults();
    }

    /** What chooses step sizes: the controller that was asked for, or constant steps if the method estimates no error. */
    @Override
    public StepController controller() {
        boolean estimated =
                method.tableau().hasErrorEstimate() && method.multistep().isEmpty();
        return estimated ? controller : new ConstantController();
    }

    /** The controller that was asked for, which chooses again when the method is another. */
    StepController askedController() {
        return controller;
    }

    private Solver with(Consumer<SolverDraft> change) {
        SolverDraft draft = new SolverDraft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** With another method. */
    public Solver withMethod(RungeKuttaMethod other) {
        return with(draft -> draft.method = other);
    }

    /**
     * With the method of that name, also with options: {@code explicit_adams:order=3}.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider has that name
     */
    public Solver withMethod(String name) {
        return withMethod(Methods.load().get(name));
    }

    /** With other tolerances. */
    public Solver withTolerances(double newRtol, double newAtol) {
        return with(draft -> {
            draft.rtol = newRtol;
            draft.atol = newAtol;
        });
    }

    /** The coefficients that the method has in this solver's mode. */
    public ButcherTableau tableau() {
        return mode == AdjointMode.FAITHFUL ? method.faithfulTableau() : method.tableau();
    }

    /**
     * With another norm of the backward solve; of the forward solve too if it measures every part. A norm that leaves
     * integrals out is one for gradients, whose parts a_theta and a_t nothing reads: forward an integral is a result that
     * was asked for, such as a flow's log-density, and stays measured by the norm there was. {@link #withNorms} sets both.
     */
    public Solver withNorm(Norm other) {
        return withNorms(measuresIntegrals(other) ? other : forwardNorm, other);
    }

    /** Whether a norm measures an integral in the state whatever its name. */
    private static boolean measuresIntegrals(Norm norm) {
        return norm.measures(new Part("an integral", Shape.scalar(), Kind.STATE, Role.QUADRATURE));
    }

    /**
     * With the norm of that name, see {@link #withNorm(Norm)}.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider has that name
     */
    public Solver withNorm(String name) {
        return withNorm(Norms.load().get(name));
    }

    /** With other norms, whatever they measure. */
    public Solver withNorms(Norm forward, Norm backward) {
        return with(draft -> {
            draft.forwardNorm = forward;
            draft.adjointNorm = backward;
        });
    }

    /** With another step controller. */
    public Solver withController(StepController other) {
        return with(draft -> draft.controller = other);
    }

    /**
     * With the step controller of that name, also with options: {@code pid:filter=h321}.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider has that name
     */
    public Solver withController(String name) {
        return withController(Controllers.load().get(name));
    }

    /** With other bounds of step sizes, and other times at which steps end. */
    public Solver withStepOptions(StepOptions other) {
        return with(draft -> draft.stepOptions = other);
    }

    /** With a first step of that size; with constant steps that of every step. */
    public Solver withFirstStep(double size) {
        return withStepOptions(stepOptions.withFirst(size));
    }

    /** With steps of constant size, whatever their error. */
    public Solver withConstantSteps(double size) {
        return withController(new ConstantController()).withFirstStep(size);
    }

    /** With no step smaller than that; those as small are accepted whatever their error. */
    public Solver withMinStep(double size) {
        return withStepOptions(stepOptions.withSmallest(size));
    }

    /** With no step larger than that. */
    public Solver withMaxStep(double size) {
        return withStepOptions(stepOptions.withLargest(size));
    }

    /** With steps that end at these times. */
    public Solver withStepTimes(double... times) {
        return withStepOptions(stepOptions.withStepTimes(times));
    }

    /**
     * With steps that end at these times, where the field jumps: the derivative is evaluated again on the far side. Times
     * that belong to the field itself are better given to {@link Problem.Builder#jumpTimes}.
     */
    public Solver withJumpTimes(double... times) {
        return withStepOptions(stepOptions.withJumpTimes(times));
    }

    /**
     * With other tolerances for one part of the state. The adjoint's parts have theirs by their own names: {@code a_z}, {@code
     * a_theta.W} for a parameter W, {@code a_t}. A solve of a problem that has no such part throws {@link
     * UnknownPartException}.
     */
    public Solver withTolerances(String part, double newRtol, double newAtol) {
        Map<String, Tolerance> changed = new LinkedHashMap<>(partTolerances);
        changed.put(part, new Tolerance(newRtol, newAtol));
        return with(draft -> draft.partTolerances = changed);
    }

    /** In another mode. */
    public Solver withMode(AdjointMode other) {
        return with(draft -> draft.mode = other);
    }

    /** With another way to take gradients. */
    public Solver withAdjoint(Adjoint other) {
        return with(draft -> draft.adjoint = other);
    }

    /** With room for another number of steps to be kept. */
    public Solver withStoredSteps(int steps) {
        return with(draft -> draft.storedSteps = steps);
    }

    /** With another limit on the memory that one solve takes to keep its steps. */
    public Solver withMemoryBudget(long bytes) {
        return with(draft -> draft.memoryBudget = bytes);
    }

    /** With solutions that can be evaluated at any time between the first and the last, and know their steps. */
    public Solver withDenseOutput() {
        return with(draft -> draft.denseOutput = true);
    }

    /** For solves whose gradient nobody wants: nothing is kept for an adjoint. */
    public Solver withoutGradient() {
        return withAdjoint(Adjoint.BACKSOLVE);
    }

    /** With another limit on the number of steps. */
    public Solver withMaxSteps(int limit) {
        return with(draft -> draft.maxSteps = limit);
    }

    /**
     * With a limit on the time that one solve takes: the loop looks at the clock at every step. An XLA program has no clock,
     * so that this needs the native engine; {@link #withMaxSteps} limits both.
     */
    public Solver withTimeLimit(Duration limit) {
        return with(draft -> draft.timeLimit = limit);
    }

    /** With the first so many steps of each solve recorded. */
    public Solver withRecordedSteps(int capacity) {
        return with(draft -> draft.recordedSteps = capacity);
    }

    /** With one step size for all samples, or own ones per sample. */
    public Solver withBatching(Batching other) {
        return with(draft -> draft.batching = other);
    }

    /**
     * Adds a forward solve to a function.
     *
     * @param tf adds to the function's graph
     * @param problem the ODE
     * @param y0 the state at the first time
     * @param times scalar times [n], increasing or decreasing
     * @param n the number of times, at least 1
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
        return forward(problem).build(tf, y0, times, n, parameters);
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
        AdjointSolve.Forward<T> forward = new AdjointSolve.Forward<>(
                solution.values(),
                times,
                n,
                solution.outcome().step(),
                solution.outcome().accepted(),
                solution.stored());
        return gradient(tf, problem, forward, cotangents, parameters, timeGradient);
    }

    <T extends TFloating> SymbolicGradient<T> gradient(
            Ops tf,
            Problem<T> problem,
            AdjointSolve.Forward<T> forward,
            NamedOperands<T> cotangents,
            NamedOperands<T> parameters,
            boolean timeGradient) {
        requireTimes(forward.n());
        return backward(problem, timeGradient).build(tf, forward, cotangents, parameters);
    }

    /** What a solver is told that may have no effect. */
    public enum Setting {
        /** {@link Solver#rtol} and {@link Solver#atol}. */
        TOLERANCES,
        /** {@link Solver#forwardNorm}. */
        FORWARD_NORM,
        /** {@link Solver#adjointNorm}. */
        ADJOINT_NORM,
        /** The controller that was asked for, see {@link Solver#controller()}. */
        CONTROLLER,
        /** {@link StepOptions#first}. */
        FIRST_STEP,
        /** {@link StepOptions#smallest}. */
        SMALLEST_STEP,
        /** {@link StepOptions#largest}. */
        LARGEST_STEP,
        /** {@link StepOptions#linear}. */
        LINEAR,
        /** {@link Solver#partTolerances}. */
        PART_TOLERANCES,
        /** {@link Solver#mode}. */
        MODE,
        /** {@link Solver#storedSteps}. */
        STORED_STEPS,
        /** {@link Solver#memoryBudget}. */
        MEMORY_BUDGET,
        /** {@link Solver#batching}. */
        BATCHING
    }

    /**
     * The settings that change nothing where this problem is solved, such as a norm where the method estimates no error: one
     * sentence each, which names the setting and says why. Those that are as in {@link #create} are not looked at. {@link
     * #compile} logs them as a warning.
     *
     * @throws UnknownPartException if a part has tolerances that the problem has not
     */
    public List<String> ineffective(Problem<?> problem) {
        return new IneffectiveSettings(this, setting -> IneffectiveSettings.differs(this, create(), setting))
                .on(problem);
    }

    /** The settings that change nothing whatever problem is solved, among those that are not as in {@link #create}. */
    public List<String> ineffective() {
        Solver usual = create();
        return ineffective((Setting setting) -> IneffectiveSettings.differs(this, usual, setting));
    }

    /**
     * The settings that change nothing whatever problem is solved.
     *
     * @param chosen which settings are looked at: those that somebody chose, even if they are as in {@link #create}
     */
    public List<String> ineffective(Predicate<Setting> chosen) {
        return new IneffectiveSettings(this, chosen).always();
    }

    /** The forward solve of a problem. */
    <T extends TFloating> InitialValueSolve<T> forward(Problem<T> problem) {
        return new SolverSolves<>(this, problem).forward();
    }

    private <T extends TFloating> AdjointSolve<T> backward(Problem<T> problem, boolean timeGradient) {
        return new SolverSolves<>(this, problem).backward(timeGradient);
    }

    /** The adjoint of one event of a problem. */
    <T extends TFloating> EventAdjoint<T> eventAdjoint(Problem<T> problem, int event) {
        return new SolverSolves<>(this, problem).eventAdjoint(event);
    }

    /** Compiles forward and backward solves for the processor, and for the engine that proves faster: see {@link Engine#AUTO}. */
    public <T extends TFloating> OdeSolver<T> compile(Problem<T> problem) {
        return compile(problem, ExecutionOptions.AUTO_CPU);
    }

    /**
     * Compiles forward and backward solves that take and return Java arrays. Settings without effect are logged as a warning,
     * see {@link #ineffective(Problem)}.
     *
     * @param options engine and device; a time limit needs the native engine, which {@link Engine#AUTO} then is
     */
    public <T extends TFloating> OdeSolver<T> compile(Problem<T> problem, ExecutionOptions options) {
        OdeSolver<T> compiled = compileSilently(problem, options);
        List<String> ineffective = ineffective(problem);
        if (!ineffective.isEmpty()) {
            System.getLogger(Solver.class.getName()).log(Level.WARNING, String.join(" ", ineffective));
        }
        return compiled;
    }

    /** The same for solves that nobody asked for with these settings: nothing is said about those without effect. */
    <T extends TFloating> OdeSolver<T> compileSilently(Problem<T> problem, ExecutionOptions options) {
        return new OdeSolver<>(this, problem, executionOn(options));
    }

    /**
     * Engine and device that keep to these settings: the native engine for {@link Engine#AUTO} if there is a time limit, since an
     * XLA program has no clock, and else what is given.
     *
     * @throws IllegalArgumentException if there is a time limit and the engine is XLA
     */
    public ExecutionOptions executionOn(ExecutionOptions options) {
        if (timeLimit == null) {
            return options;
        }
        if (options.engine() == Engine.XLA) {
            throw new IllegalArgumentException("Found a time limit with engine xla, which has no clock; expected engine"
                    + " native, or limit the number of steps instead.");
        }
        return options.withEngine(Engine.NATIVE);
    }

    /**
     * Throws if the forward solve failed whose outcome a function returned.
     *
     * @param prefix that of {@link SolveOutcome#asOutputs}
     */
    public <T extends TFloating> void requireForwardSuccess(Problem<T> problem, TensorMap outputs, String prefix) {
        InitialValueSolve<T> forward = forward(problem);
        new SolveFailures(this, forward.parts(), forward.store().capacity(), problem.maxEvents())
                .throwIfAny(outputs, prefix);
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
            AdjointSolve<T> backward = backward(problem, timeGradient);
            new SolveFailures(this, backward.parts(), backward.capacity(), problem.maxEvents())
                    .throwIfAny(outputs, prefix);
        }
    }

    /** The same for a backward solve without the gradient by the times. */
    public <T extends TFloating> void requireBackwardSuccess(Problem<T> problem, TensorMap outputs, String prefix) {
        requireBackwardSuccess(problem, outputs, prefix, false);
    }

    private static void requireTimes(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(n + " output times found, expected at least 1: where to begin.");
        }
    }
}
