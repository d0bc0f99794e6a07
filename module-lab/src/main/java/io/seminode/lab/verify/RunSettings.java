package io.seminode.lab.verify;

import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.ConstantController;
import io.seminode.solver.control.IntegralController;
import io.seminode.solver.control.StepController;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Multistep;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Turns what a run says about its solver into ours, or says what ours has not. */
final class RunSettings {
    /** More than any list of steps in a reference file has; those of longer solves are left out there. */
    private static final int RECORDED_STEPS = 1024;

    /**
     * Our names for norms of the reference: torchdiffeq's "seminorm" counts |a_t|, the paper's {@code make_norm} does not.
     * A norm with the reference's own name is found too.
     */
    private static final Map<String, String> NORMS = Map.of(
            "seminorm", "seminorm-t",
            "legacy_default", "default-pooled",
            "paper_make_norm", "seminorm",
            "paper_make_norm_of_state", "seminorm");

    private RunSettings() {}

    /** The solver of a run: torchdiffeq's ways, its method, tolerances and options. */
    static Solver solver(Workbench bench, Fields run, String adjointNorm) {
        Solver solver = Solver.create()
                .withMethod(method(bench, run.has("method") ? run.text("method") : "dopri5"))
                .withMode(AdjointMode.FAITHFUL)
                .withOutput(o -> o.withRecordedSteps(RECORDED_STEPS));
        // Runs have norms and tolerances whether their method reads them or not; ours would be said to have no effect.
        String norm = normName(bench, adjointNorm);
        boolean isAdaptive = solver.controller().isAdaptive();
        solver = isAdaptive
                ? solver.withNorms(bench.norm("default"), bench.norm(norm))
                : solver.withNorms(bench.norm("default"), bench.norm("seminorm"))
                        .withController(new ConstantController());
        if (isAdaptive
                || (solver.method() instanceof Multistep m && m.formulas().implicit())) {
            solver = solver.withTolerances(tolerance(run, "rtol"), tolerance(run, "atol"));
        }
        // torchdiffeq interpolates fixed steps linearly unless told otherwise.
        solver = withLinear(solver, !solver.tableau().hasErrorEstimate());
        if (run.has("options")) {
            Fields options = run.object("options");
            for (String option : options.names()) {
                solver = withOption(bench, solver, option, run);
            }
        }
        return solver;
    }

    private static Solver withLinear(Solver solver, boolean linear) {
        return solver.withOutput(o -> o.withLinear(linear));
    }

    /** The one place to tell that the solver has learnt an option. */
    private static Solver withOption(Workbench bench, Solver solver, String option, Fields run) {
        Fields options = run.object("options");
        return switch (option) {
            case "norm" -> {
                if (!run.has("note") || !run.text("note").equals("norm = max |x_i|")) {
                    throw new NotSupportedException("the norm of the run is not among those known here");
                }
                yield solver.withNorm(bench.norm("linf"));
            }
            case "first_step", "step_size" -> solver.withFirstStep(options.number(option));
            case "max_order" ->
                solver.withMethod(bench.methods().get(run.text("method") + ":order=" + (int) options.number(option)));
            case "min_step" -> solver.withSteps(s -> s.withSmallest(options.number(option)));
            case "max_step" -> solver.withSteps(s -> s.withLargest(options.number(option)));
            case "step_t" ->
                solver.withSteps(s -> s.withStepTimes(options.tensor(option).values()));
            case "jump_t" ->
                solver.withSteps(s -> s.withJumpTimes(options.tensor(option).values()));
            case "safety", "ifactor", "dfactor" -> solver.withController(controller(options));
            case "interp" -> withLinear(solver, options.text(option).equals("linear"));
            default -> throw new NotSupportedException("the solver has no option \"" + option + "\"");
        };
    }

    /** The integral controller with torchdiffeq's constants where none are given. */
    static StepController controller(Fields constants) {
        return new IntegralController(
                constants.has("safety") ? constants.number("safety") : 0.9,
                constants.has("dfactor") ? constants.number("dfactor") : 0.2,
                constants.has("ifactor") ? constants.number("ifactor") : 10);
    }

    /** The solver with tolerances for each part, if the run has such. */
    static Solver withPartTolerances(Solver solver, Fields run, List<String> parts) {
        if (!run.isList("rtol")) {
            return solver;
        }
        double[] rtol = run.numbers("rtol");
        double[] atol = run.numbers("atol");
        Solver changed = solver;
        for (int i = 0; i < parts.size(); i++) {
            changed = changed.withTolerances(parts.get(i), rtol[i], atol[i]);
        }
        return changed;
    }

    static Method method(Workbench bench, String name) {
        if (!bench.methods().names().contains(name)) {
            throw new NotSupportedException("method \"" + name + "\" is not registered; known are "
                    + String.join(", ", bench.methods().names()));
        }
        return bench.methods().get(name);
    }

    /** The coefficients that torchdiffeq has under the name of a method. */
    static ButcherTableau tableau(Method method) {
        return Solver.create().withMethod(method).withMode(AdjointMode.FAITHFUL).tableau();
    }

    private static String normName(Workbench bench, String reference) {
        String ours = NORMS.getOrDefault(reference, reference);
        if (!bench.hasNorm(ours)) {
            throw new NotSupportedException("no norm of ours is the reference's \"" + reference + "\"");
        }
        return ours;
    }

    private static double tolerance(Fields run, String name) {
        return run.isList(name) ? run.numbers(name)[0] : run.number(name);
    }

    static Class<? extends TFloating> precision(String dtype) {
        return switch (dtype) {
            case "float64" -> TFloat64.class;
            case "float32" -> TFloat32.class;
            default -> throw new NotSupportedException("precision \"" + dtype + "\" is neither float32 nor float64");
        };
    }

    /** Tolerances and options of a run for its name: "rtol=1e-3 atol=1e-6". */
    static String describe(Fields run) {
        StringBuilder text = new StringBuilder();
        text.append("rtol=").append(shown(run, "rtol")).append(" atol=").append(shown(run, "atol"));
        if (run.has("options")) {
            Fields options = run.object("options");
            for (String option : options.names()) {
                text.append(' ').append(option);
                if (options.isNumber(option)) {
                    text.append('=').append(shown(options.number(option)));
                }
            }
        }
        return text.toString();
    }

    private static String shown(Fields fields, String name) {
        return fields.isList(name) ? "[...]" : shown(fields.number(name));
    }

    /** A number in few letters: 1e-3. */
    static String shown(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : Double.toString(number);
        }
        BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
        int digits = decimal.precision();
        int exponent = digits - decimal.scale() - 1;
        if (digits == 1 && (exponent < -1 || exponent > 3)) {
            return decimal.unscaledValue() + "e" + exponent;
        }
        return decimal.toPlainString();
    }
}
