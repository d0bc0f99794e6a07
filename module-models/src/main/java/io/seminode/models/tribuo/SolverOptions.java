package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.GradientControl;
import io.seminode.solver.Solver;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import java.util.function.Consumer;

/**
 * How a trainer solves its equations. Every {@code with} method gives a changed copy.
 *
 * <p>Norms, methods and controllers are named, and found among all that are on the module path; so somebody else's norm in
 * a jar of its own is {@code <property name="norm" value="weighted:z=1"/>} in a configuration.
 */
public final class SolverOptions implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    @Config(description = "Name of the Runge-Kutta method.")
    private String method = "dopri5";

    @Config(description = "Relative tolerance.")
    private double rtol = 1e-3;

    @Config(description = "Absolute tolerance.")
    private double atol = 1e-6;

    @Config(
            description =
                    "Norm of the backward solve's errors, NAME or NAME:OPTION=VALUE,...; of the forward solve too if it"
                            + " measures every part.")
    private String norm = "seminorm";

    @Config(
            description =
                    "Norm of the forward solve; if empty the backward one if that measures every part, else default,"
                            + " so that integrals such as a log-density keep the tolerance.")
    private String forwardNorm = "";

    @Config(description = "Name of the step controller.")
    private String controller = "integral";

    @Config(description = "How quadratures and output times are handled: lazy or faithful.")
    private String mode = "lazy";

    @Config(
            description =
                    "How gradients are taken back: the name of an adjoint, as seminode list adjoints prints them.")
    private String adjoint = "backsolve";

    @Config(description = "Size of the first step, and of every step with constant ones; chosen if 0.")
    private double firstStep = StepControl.DEFAULT.first();

    @Config(description = "Smallest step; one as small is accepted whatever its error.")
    private double minStep = StepControl.DEFAULT.smallest();

    @Config(description = "Largest step; 0 for no bound.")
    private double maxStep = 0;

    @Config(description = "How many steps of a solve are kept for the adjoint.")
    private int storedSteps = GradientControl.DEFAULT.storedSteps();

    @Config(description = "Memory in MiB that this may take, which may allow fewer.")
    private int memoryBudget = Math.toIntExact(GradientControl.DEFAULT.memoryBudget() >> 20);

    @Config(description = "The most steps of one solve, accepted and rejected ones.")
    private int maxSteps = SolveLimits.DEFAULT.maxSteps();

    @Config(description = "Seconds that one solve may take; 0 for no limit. Needs the native engine.")
    private double timeLimit = 0;

    /** Dormand-Prince 5(4) with the seminorm of the paper, rtol 1e-3 and atol 1e-6. */
    public SolverOptions() {}

    private SolverOptions with(Consumer<SolverOptions> change) {
        SolverOptions copy = Configured.copy(this, new SolverOptions());
        change.accept(copy);
        copy.postConfig();
        return copy;
    }

    /** With another method. */
    public SolverOptions withMethod(String name) {
        return with(copy -> copy.method = name);
    }

    /** With other tolerances. */
    public SolverOptions withTolerances(double relative, double absolute) {
        return with(copy -> {
            copy.rtol = relative;
            copy.atol = absolute;
        });
    }

    /**
     * With another norm of the backward solve, and of the forward solve too if it measures every part: {@code NAME} or {@code
     * NAME:OPTION=VALUE,...}.
     */
    public SolverOptions withNorm(String text) {
        return withNorms("", text);
    }

    /** With other norms, whatever they measure. */
    public SolverOptions withNorms(String forward, String backward) {
        return with(copy -> {
            copy.norm = backward;
            copy.forwardNorm = forward;
        });
    }

    /** With another step controller. */
    public SolverOptions withController(String name) {
        return with(copy -> copy.controller = name);
    }

    /** In another mode. */
    public SolverOptions withMode(String id) {
        return with(copy -> copy.mode = id);
    }

    /** With another way to take gradients. */
    public SolverOptions withAdjoint(String id) {
        return with(copy -> copy.adjoint = id);
    }

    /**
     * With other steps.
     *
     * @param first size of the first one, 0 to have it chosen
     * @param smallest no step is smaller
     * @param largest no step is larger; 0 for no such bound
     */
    public SolverOptions withSteps(double first, double smallest, double largest) {
        return with(copy -> {
            copy.firstStep = first;
            copy.minStep = smallest;
            copy.maxStep = largest;
        });
    }

    /**
     * With more or less kept for the adjoint.
     *
     * @param steps of a solve
     * @param mebibytes that they may take, which may allow fewer
     */
    public SolverOptions withMemory(int steps, int mebibytes) {
        return with(copy -> {
            copy.storedSteps = steps;
            copy.memoryBudget = mebibytes;
        });
    }

    /**
     * With other limits of one solve, which throws where it comes to them.
     *
     * @param steps accepted and rejected ones
     * @param seconds by the clock; 0 for no limit. An XLA program has no clock
     */
    public SolverOptions withLimits(int steps, double seconds) {
        return with(copy -> {
            copy.maxSteps = steps;
            copy.timeLimit = seconds;
        });
    }

    /**
     * Checks what a configuration said.
     *
     * @throws PropertyException if a name is unknown, in which case the message lists the known ones, or a number cannot be
     */
    @Override
    public void postConfig() {
        try {
            var unused = solver();
        } catch (RuntimeException e) { // each with a message that says what was found and what there is
            throw new PropertyException(e, "", String.valueOf(e.getMessage()));
        }
    }

    /** The solver. */
    Solver solver() {
        Solver solver = Solver.create()
                .withMethod(method)
                .withTolerances(rtol, atol)
                .withNorm(norm)
                .withController(controller)
                .withSteps(s -> s.withFirst(firstStep)
                        .withLargest(maxStep == 0 ? Double.POSITIVE_INFINITY : maxStep)
                        .withSmallest(minStep))
                .withMaxSteps(maxSteps)
                .withLimits(l -> timeLimit == 0 ? l : l.withSeconds(timeLimit))
                .withMode(Providers.one("mode", AdjointMode.values(), AdjointMode::id, mode))
                .withAdjoint(Providers.one("adjoint", Adjoint.values(), Adjoint::id, adjoint))
                .withGradients(g -> g.withStoredSteps(storedSteps).withMemoryBudget((long) memoryBudget << 20));
        return forwardNorm.isEmpty()
                ? solver
                : solver.withNorms(Norms.load().get(forwardNorm), solver.norms().adjoint());
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "SolverOptions");
    }
}
