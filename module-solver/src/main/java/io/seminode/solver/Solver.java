package io.seminode.solver;

import io.seminode.solver.control.ConstantController;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.control.Output;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.control.StepController;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.control.Tolerances;
import io.seminode.solver.internal.adjoint.AdjointSolve;
import io.seminode.solver.internal.compat.Torchdiffeq;
import io.seminode.solver.internal.event.EventAdjoint;
import io.seminode.solver.internal.solve.InitialValueSolve;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.NormPair;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * How ODEs are solved. Immutable; every {@code with} method gives a changed copy. Few settings have such a method here; all
 * have one in the record that they belong to: {@code solver.withSteps(steps -> steps.withLargest(0.1))}.
 *
 * <p>Inside a compiled function, {@link #solve} and {@link #gradient} add operations. Outside, {@link #compile} makes an
 * {@link OdeSolver} that takes and returns Java arrays.
 *
 * @param method takes the steps
 * @param tolerances how large errors may be
 * @param norms what measures errors
 * @param steps how step sizes are chosen
 * @param limits what one solve may take
 * @param gradients how gradients are taken back
 * @param output what a solve gives besides the values at its output times
 * @param batching whether samples share steps
 */
public record Solver(
        Method method,
        Tolerances tolerances,
        NormPair norms,
        StepControl steps,
        SolveLimits limits,
        GradientControl gradients,
        Output output,
        Batching batching) {
    private static final Solver DEFAULT = new Solver(
            new DormandPrince5(),
            Tolerances.DEFAULT,
            NormPair.DEFAULT,
            StepControl.DEFAULT,
            SolveLimits.DEFAULT,
            GradientControl.DEFAULT,
            Output.DEFAULT,
            Batching.JOINT);

    /** Rejects settings that do not go together. */
    public Solver {
        if (output.dense() && gradients.adjoint().method().keeps() == Storage.Kind.CHECKPOINTS) {
            throw new IllegalArgumentException(
                    "The " + gradients.adjoint().id() + " adjoint keeps checkpoints instead of dense output."
                            + " Take another adjoint, or a solver of its own for dense output.");
        }
    }

    /**
     * Dormand-Prince 5(4), rtol 1e-3, atol 1e-6, lazy quadratures. Forward every part is measured, by the default norm: what
     * comes out there was asked for. The backward solve is measured by the paper's seminorm.
     */
    public static Solver create() {
        return DEFAULT;
    }

    /** The tolerance of all parts that have none of their own. */
    public Tolerance tolerance() {
        return tolerances.common();
    }

    /** What chooses step sizes: the controller that was asked for, or constant steps if the method estimates no error. */
    public StepController controller() {
        return method.isEstimatingError() ? steps.controller() : new ConstantController();
    }

    /** The coefficients that the method has in this solver's mode. */
    public ButcherTableau tableau() {
        return methodInMode().tableau();
    }

    /** The method: in the faithful mode what torchdiffeq has under its name. */
    Method methodInMode() {
        return gradients.mode() == AdjointMode.FAITHFUL ? Torchdiffeq.of(method) : method;
    }

    /** With another method. */
    public Solver withMethod(Method other) {
        return new Solver(other, tolerances, norms, steps, limits, gradients, output, batching);
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
    public Solver withTolerances(UnaryOperator<Tolerances> change) {
        return new Solver(method, change.apply(tolerances), norms, steps, limits, gradients, output, batching);
    }

    /** With other tolerances of all parts that have none of their own. */
    public Solver withTolerances(double rtol, double atol) {
        return withTolerances(all -> all.withCommon(new Tolerance(rtol, atol)));
    }

    /**
     * With other tolerances for one part of the state, or of the adjoint's: see {@link Tolerances#parts}. A solve of a
     * problem that has no such part throws {@link UnknownPartException}.
     */
    public Solver withTolerances(String part, double rtol, double atol) {
        return withTolerances(all -> all.withPart(part, new Tolerance(rtol, atol)));
    }

    /** With other norms, whatever they measure. */
    public Solver withNorms(NormPair other) {
        return new Solver(method, tolerances, other, steps, limits, gradients, output, batching);
    }

    /** With other norms, whatever they measure. */
    public Solver withNorms(Norm forward, Norm adjoint) {
        return withNorms(new NormPair(forward, adjoint));
    }

    /**
     * With another norm of the backward solve; of the forward solve too if it measures every part, see {@link
     * NormPair#with}. {@link #withNorms} sets both.
     */
    public Solver withNorm(Norm other) {
        return withNorms(norms.with(other));
    }

    /**
     * With the norm of that name, see {@link #withNorm(Norm)}.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider has that name
     */
    public Solver withNorm(String name) {
        return withNorm(Norms.load().get(name));
    }

    /** With step sizes chosen in another way. */
    public Solver withSteps(UnaryOperator<StepControl> change) {
        return new Solver(method, tolerances, norms, change.apply(steps), limits, gradients, output, batching);
    }

    /** With another step controller. */
    public Solver withController(StepController other) {
        return withSteps(all -> all.withController(other));
    }

    /**
     * With the step controller of that name, also with options: {@code pid:filter=h321}.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if no provider has that name
     */
    public Solver withController(String name) {
        return withController(Controllers.load().get(name));
    }

    /** With a first step of that size; with constant steps that of every step. */
    public Solver withFirstStep(double size) {
        return withSteps(all -> all.withFirst(size));
    }

    /** With steps of constant size, whatever their error. */
    public Solver withConstantSteps(double size) {
        return withController(new ConstantController()).withFirstStep(size);
    }

    /** With other limits of one solve. */
    public Solver withLimits(UnaryOperator<SolveLimits> change) {
        return new Solver(method, tolerances, norms, steps, change.apply(limits), gradients, output, batching);
    }

    /** With another limit on the number of steps. */
    public Solver withMaxSteps(int limit) {
        return withLimits(all -> all.withMaxSteps(limit));
    }

    /**
     * With a limit on the time that one solve takes: the loop looks at the clock at every step. An XLA program has no clock,
     * so that this needs the native engine; {@link #withMaxSteps} limits both.
     */
    public Solver withTimeLimit(Duration limit) {
        return withLimits(all -> all.withTimeLimit(limit));
    }

    /** With gradients taken in another way. */
    public Solver withGradients(UnaryOperator<GradientControl> change) {
        return new Solver(method, tolerances, norms, steps, limits, change.apply(gradients), output, batching);
    }

    /** In another mode. */
    public Solver withMode(AdjointMode other) {
        return withGradients(all -> all.withMode(other));
    }

    /** With another way to take gradients. */
    public Solver withAdjoint(Adjoint other) {
        return withGradients(all -> all.withAdjoint(other));
    }

    /** For solves whose gradient nobody wants: nothing is kept for an adjoint. */
    public Solver withoutGradient() {
        return withAdjoint(Adjoint.BACKSOLVE);
    }

    /** With other output. */
    public Solver withOutput(UnaryOperator<Output> change) {
        return new Solver(method, tolerances, norms, steps, limits, gradients, change.apply(output), batching);
    }

    /** With solutions that can be evaluated at any time between the first and the last, and know their steps. */
    public Solver withDenseOutput() {
        return withOutput(all -> all.withDense(true));
    }

    /** With one step size for all samples, or own ones per sample. */
    public Solver withBatching(Batching other) {
        return new Solver(method, tolerances, norms, steps, limits, gradients, output, other);
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
        /** {@link Tolerances#common}. */
        TOLERANCES(solver -> solver.tolerances.common()),
        /** {@link NormPair#forward}. */
        FORWARD_NORM(solver -> solver.norms.forward().name()),
        /** {@link NormPair#adjoint}. */
        ADJOINT_NORM(solver -> solver.norms.adjoint().name()),
        /** {@link StepControl#controller}. */
        CONTROLLER(solver -> solver.steps.controller().name()),
        /** {@link StepControl#first}. */
        FIRST_STEP(solver -> solver.steps.first()),
        /** {@link StepControl#smallest}. */
        SMALLEST_STEP(solver -> solver.steps.smallest()),
        /** {@link StepControl#largest}. */
        LARGEST_STEP(solver -> solver.steps.largest()),
        /** {@link Output#linear}. */
        LINEAR(solver -> solver.output.linear()),
        /** {@link Tolerances#parts}. */
        PART_TOLERANCES(solver -> solver.tolerances.parts()),
        /** {@link GradientControl#mode}. */
        MODE(solver -> solver.gradients.mode()),
        /** {@link GradientControl#storedSteps}. */
        STORED_STEPS(solver -> solver.gradients.storedSteps()),
        /** {@link GradientControl#memoryBudget}. */
        MEMORY_BUDGET(solver -> solver.gradients.memoryBudget()),
        /** {@link Solver#batching}. */
        BATCHING(Solver::batching);

        @SuppressWarnings("ImmutableEnumChecker") // these functions hold nothing
        private final Function<Solver, Object> value;

        Setting(Function<Solver, Object> value) {
            this.value = value;
        }

        /** Whether it is not as in {@link Solver#create}. */
        boolean isChanged(Solver solver) {
            return !value.apply(solver).equals(value.apply(DEFAULT));
        }
    }

    /**
     * The settings that change nothing where this problem is solved, such as a norm where the method estimates no error: one
     * sentence each, which names the setting and says why. Those that are as in {@link #create} are not looked at. {@link
     * #compile} logs them as a warning.
     *
     * @throws UnknownPartException if a part has tolerances that the problem has not
     */
    public List<String> ineffective(Problem<?> problem) {
        return new IneffectiveSettings(this, setting -> setting.isChanged(this)).on(problem);
    }

    /** The settings that change nothing whatever problem is solved, among those that are not as in {@link #create}. */
    public List<String> ineffective() {
        return ineffective((Setting setting) -> setting.isChanged(this));
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
        if (limits.timeLimit() == null) {
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
