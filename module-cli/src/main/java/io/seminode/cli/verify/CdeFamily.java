package io.seminode.cli.verify;

import io.seminode.models.cde.Interpolation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.nn.Head;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Problem;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The paper's neural CDE: training gradients by the continuous adjoint, with and without the solver knowing where the path's
 * derivative jumps: {@code ncde_model}. Runs that know the jumps take the reference's steps; the others trip over them. The model's own loss,
 * which works in float32, is compared with the "truth" within {@link #FLOAT32_BOUND}.
 */
final class CdeFamily implements ReferenceFamily {
    /** Of gradients in float32 that were solved backward through ReLUs; what they are computed from is right or far off. */
    private static final double FLOAT32_BOUND = 1e-2;

    /** The file's two "truths", backpropagated and adjoint, are 5e-6 of the largest gradient apart. */
    private static final double TRUTH_BOUND = 1e-5;

    /** Without jump times, times rtol. Wide, because counts differ there; that rounding is why is not shown. */
    private static final double LOOSE_BOUND = 100;

    private static final double LOOSE_SHARE = 0.15;

    /** With jump times two runs take 151 evaluations for 150; why is not known. */
    private static final double ONE_OF_MANY = 0.01;

    /** Of values and gradients where the numbers of steps are the reference's. */
    private static final double EXACT_BOUND = 1e-6;

    private static final double FLOAT32_TOLERANCE = 1e-6;

    @Override
    public String prefix() {
        return "ncde_model";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Runs runs = new Runs(file.fields(), bench);
        List<ReferenceCase> cases = new ArrayList<>(ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(name(file, run), () -> runs.compare(run))));
        Fields truth = file.fields().object("truth").object("backprop");
        for (AdjointMode mode : AdjointMode.values()) {
            cases.add(new ReferenceCase(file.caseName() + " truth " + mode.id(), () -> runs.compareTruth(truth, mode)));
        }
        cases.add(new ReferenceCase(file.caseName() + " loss float32", () -> runs.compareLoss(truth)));
        return cases;
    }

    private static String name(ReferenceFile file, Fields run) {
        return String.join(" ", file.caseName(), run.text("norm"), run.text("dtype"), RunSettings.describe(run))
                + (run.flag("jump_t") ? " jump_t" : "");
    }

    private static final class Runs {
        private final Fields file;
        private final Workbench bench;
        private final int batch;
        private final NeuralCde model;
        private final double[] times;
        private final Map<String, double[]> parameters = new LinkedHashMap<>();
        private final Map<List<Object>, Problem<?>> problems = new HashMap<>();

        Runs(Fields file, Workbench bench) {
            this.file = file;
            this.bench = bench;
            Fields config = file.object("config");
            batch = config.size("batch");
            times = file.tensor("times").values();
            model = new NeuralCde(new NeuralCde.Settings(
                    config.size("channels"),
                    config.size("hidden"),
                    config.size("width"),
                    config.size("num_hidden_layers"),
                    config.size("classes"),
                    0,
                    Interpolation.LINEAR,
                    Arrays.stream(times).boxed().toList()));
            Fields stored = file.object("params");
            stored.names()
                    .forEach(name -> parameters.put(name, stored.tensor(name).values()));
        }

        Findings compare(Fields run) {
            return compare(run, RunSettings.precision(run.text("dtype")));
        }

        private <T extends TFloating> Findings compare(Fields run, Class<T> type) {
            Solver solver = RunSettings.solver(bench, run, run.text("norm"));
            Problem<T> problem = problem(type, false);
            boolean jumps = run.flag("jump_t");
            // All knots, as the paper's code has it: the last one costs an evaluation that nothing needs.
            AdjointSolve found = solve(jumps ? solver.withJumpTimes(times) : solver, problem);
            boolean exact = jumps && type == TFloat64.class;
            double share = exact ? ONE_OF_MANY : LOOSE_SHARE;
            Findings findings = new Findings();
            evaluations(findings, "forward", found.solution().statistics(), run.object("forward"), share, exact);
            evaluations(findings, "backward", found.gradient().statistics(), run.object("backward"), share, exact);
            double bound = exact ? EXACT_BOUND : LOOSE_BOUND * solver.rtol();
            compare(findings, found, run, bound, exact ? 0 : 2 * run.number("max_abs_grad_error_vs_truth"));
            return findings;
        }

        private static void evaluations(
                Findings findings,
                String solve,
                SolveStatistics found,
                Fields expected,
                double share,
                boolean sameSteps) {
            findings.evaluations(solve, found.evaluations(), expected.integer("nfe"), share);
            if (sameSteps) {
                findings.equal(solve + " accepted steps", found.accepted(), expected.integer("accepted"));
                findings.equal(solve + " rejected steps", found.rejected(), expected.integer("rejected"));
            }
        }

        Findings compareTruth(Fields truth, AdjointMode mode) {
            Findings findings = new Findings();
            AdjointSolve found = solve(AdjointSolve.tight(bench, mode), problem(TFloat64.class, true));
            compare(findings, found, truth, TRUTH_BOUND, 0);
            return findings;
        }

        /**
         * Compares.
         *
         * @param error that gradients may have in any case: two that each deviate from the truth by its half
         */
        private void compare(Findings findings, AdjointSolve found, Fields expected, double bound, double error) {
            double[] end = found.solution().last(NeuralCde.STATE);
            findings.values("z at the end", end, expected.tensor("z_T").values(), bound);
            findings.values("logits", readout(end), expected.tensor("logits").values(), bound);
            findings.value("loss", loss(end), expected.number("loss"), bound);
            Fields gradients = expected.object("grads");
            for (String name : gradients.names()) {
                if (name.startsWith("func.")) {
                    double[] values = gradients.tensor(name).values();
                    double share = Math.max(bound, error / Precision.magnitude(values));
                    findings.values("gradient by " + name, found.gradient().parameter(name), values, share);
                }
            }
            // The first state is W x0 + b: its bias gets the sum of the gradients by it.
            double[] byFirst = found.gradient().state(NeuralCde.STATE);
            double[] byBias = new double[byFirst.length / batch];
            for (int i = 0; i < byFirst.length; i++) {
                byBias[i % byBias.length] += byFirst[i];
            }
            double[] expectedBias = gradients.tensor("initial.bias").values();
            double share = Math.max(bound, error / Precision.magnitude(expectedBias));
            findings.values("gradient by initial.bias", byBias, expectedBias, share);
        }

        private <T extends TFloating> AdjointSolve solve(Solver solver, Problem<T> problem) {
            double[] x = file.tensor("coeffs").values();
            int channels = file.object("config").size("channels");
            double[] x0 = new double[batch * channels];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(x, i * times.length * channels, x0, i * channels, channels);
            }
            Map<String, double[]> arguments = new LinkedHashMap<>(parameters);
            arguments.put(model.path().constants(batch).get(0).name(), slopes(x, channels));
            return AdjointSolve.of(
                    bench,
                    solver,
                    problem,
                    apply("initial", x0),
                    new double[] {times[0], times[times.length - 1]},
                    arguments,
                    this::cotangent,
                    false);
        }

        /** [pieces, batch, channels] of linear paths. */
        private double[] slopes(double[] x, int channels) {
            double[] slopes = new double[(times.length - 1) * batch * channels];
            for (int i = 0; i < slopes.length; i++) {
                int piece = i / (batch * channels);
                int from = (i / channels % batch * times.length + piece) * channels + i % channels;
                slopes[i] = (x[from + channels] - x[from]) / (times[piece + 1] - times[piece]);
            }
            return slopes;
        }

        @SuppressWarnings("unchecked") // the key holds the type
        private <T extends TFloating> Problem<T> problem(Class<T> type, boolean jumps) {
            return (Problem<T>) problems.computeIfAbsent(
                    List.of(type, jumps),
                    key -> jumps ? model.problem(type, batch) : model.problem(type, batch, new double[0]));
        }

        /** x W^T + b of a layer by its name. */
        private double[] apply(String layer, double[] x) {
            double[] bias = required(layer + ".bias");
            double[] weight = required(layer + ".weight");
            int out = bias.length;
            int in = weight.length / out;
            double[] y = new double[x.length / in * out];
            for (int i = 0; i < y.length; i++) {
                y[i] = bias[i % out];
                for (int j = 0; j < in; j++) {
                    y[i] += weight[i % out * in + j] * x[i / out * in + j];
                }
            }
            return y;
        }

        private double[] required(String name) {
            double[] values = parameters.get(name);
            if (values == null) {
                throw new MalformedReferenceException("no values for parameter \"" + name + "\"");
            }
            return values;
        }

        private double[] readout(double[] end) {
            return apply("readout", end);
        }

        private double loss(double[] end) {
            double[] p = probabilities(end);
            double[] labels = file.tensor("labels").values();
            double sum = 0;
            for (int i = 0; i < batch; i++) {
                sum -= Math.log(p[i * p.length / batch + (int) labels[i]]);
            }
            return sum / batch;
        }

        private double[] probabilities(double[] end) {
            double[] p = readout(end);
            int classes = p.length / batch;
            for (int i = 0; i < batch; i++) {
                double sum = 0;
                for (int c = i * classes; c < (i + 1) * classes; c++) {
                    p[c] = Math.exp(p[c]);
                    sum += p[c];
                }
                for (int c = i * classes; c < (i + 1) * classes; c++) {
                    p[c] /= sum;
                }
            }
            return p;
        }

        /** The derivative of the loss by the solution, [2, batch, hidden]. */
        private double[] cotangent(double[] solution) {
            int size = solution.length / 2;
            double[] end = Arrays.copyOfRange(solution, size, solution.length);
            double[] byLogit = probabilities(end);
            int classes = byLogit.length / batch;
            double[] labels = file.tensor("labels").values();
            double[] weight = required("readout.weight");
            int hidden = size / batch;
            double[] cotangent = new double[solution.length];
            for (int i = 0; i < batch; i++) {
                byLogit[i * classes + (int) labels[i]] -= 1;
                for (int c = 0; c < classes; c++) {
                    for (int h = 0; h < hidden; h++) {
                        cotangent[size + i * hidden + h] += byLogit[i * classes + c] * weight[c * hidden + h] / batch;
                    }
                }
            }
            return cotangent;
        }

        /** The loss as it is trained with, all gradients included. */
        Findings compareLoss(Fields truth) {
            Solver solver = Solver.create().withTolerances(FLOAT32_TOLERANCE, FLOAT32_TOLERANCE);
            List<TensorSpec> inputs = new ArrayList<>();
            TensorMap arguments = new TensorMap();
            model.parameters().forEach(p -> {
                inputs.add(new TensorSpec(p.name(), TFloat32.class, p.shape()));
                arguments.put(p.name(), Tensors.of(TFloat32.class, p.shape(), required(p.name())));
            });
            for (TensorSpec spec : model.batch(batch)) {
                double[] values = file.tensor(spec.name().equals(NeuralCde.PATH) ? "coeffs" : "labels")
                        .values();
                inputs.add(spec);
                arguments.put(spec.name(), Tensors.of(TFloat32.class, spec.shape(), values));
            }
            try (arguments;
                    CompiledFunction function = CompiledFunction.compile("loss", inputs, bench.options(), (tf, in) -> {
                        var loss = model.loss(tf, parametersOf(in), in, batch, solver, true);
                        Map<String, Operand<?>> outputs = new LinkedHashMap<>();
                        outputs.put("loss", loss.mean());
                        outputs.put(Head.ACCURACY, loss.measures().get(Head.ACCURACY));
                        java.util.Objects.requireNonNull(loss.gradient())
                                .asMap()
                                .forEach((name, value) -> outputs.put("gradient " + name, value));
                        return outputs;
                    });
                    TensorMap outputs = function.call(arguments.asMap())) {
                Findings findings = new Findings();
                findings.value("loss", Tensors.toDouble(outputs.get("loss")), truth.number("loss"), FLOAT32_BOUND);
                double correct = Arrays.stream(Tensors.toDoubles(outputs.get(Head.ACCURACY)))
                        .sum();
                findings.equal("correct", Math.round(correct), Math.round(truth.number("accuracy_count")));
                Fields gradients = truth.object("grads");
                for (String name : gradients.names()) {
                    double[] found = Tensors.toDoubles(outputs.get("gradient " + name));
                    findings.values(
                            "gradient by " + name, found, gradients.tensor(name).values(), FLOAT32_BOUND);
                }
                return findings;
            }
        }

        private NamedOperands<TFloat32> parametersOf(Map<String, Operand<?>> in) {
            NamedOperands<TFloat32> all = Symbols.typed(in);
            Map<String, Operand<TFloat32>> picked = new LinkedHashMap<>();
            model.parameters().forEach(p -> picked.put(p.name(), all.get(p.name())));
            return NamedOperands.of(picked);
        }
    }
}
