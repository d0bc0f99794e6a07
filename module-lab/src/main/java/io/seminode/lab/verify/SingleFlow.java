package io.seminode.lab.verify;

import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowBlock;
import io.seminode.models.flow.FlowField;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * One flow, of points or of images: its field with the divergence and their derivatives, solves, and gradients of the mean
 * negative log-likelihood.
 */
final class SingleFlow {
    private static final String FIELD = "field";
    private static final String TIME = "t";

    private final Fields file;
    private final Workbench bench;
    private final FlowField field;
    private final ReferenceTensor x;
    private final Map<Divergence, Problem<TFloat64>> problems = new EnumMap<>(Divergence.class);

    private SingleFlow(Fields file, Workbench bench) {
        this.file = file;
        this.bench = bench;
        this.x = file.tensor("x");
        this.field = field(file.object("net"), FlowWeights.event(x.shape()));
    }

    static List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        SingleFlow flow = new SingleFlow(file.fields(), bench);
        List<ReferenceCase> cases = new ArrayList<>();
        Fields check = file.fields().object("field_check");
        for (Fields values : check.objects("values")) {
            String name = file.caseName() + " field t=" + RunSettings.shown(values.number(TIME));
            cases.add(new ReferenceCase(name, () -> flow.compareField(check, values)));
        }
        cases.add(new ReferenceCase(file.caseName() + " vjp", () -> flow.compareProducts(check.object("vjp"))));
        cases.addAll(ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(
                        String.join(
                                " ",
                                file.caseName(),
                                run.text("divergence"),
                                run.text("variant"),
                                RunSettings.describe(run)),
                        () -> flow.compare(run))));
        Fields truth = file.fields().object("truth");
        for (String divergence : truth.names()) {
            // FFJORD's field cuts the gradient by time. Step sizes depend on parameters and state, and so do the times
            // of
            // stages: backpropagated, what was cut is missing (the file's two ways differ by 2 to 5 %). The adjoint has
            // no
            // need of it, and agrees with finite differences: FlowBlockTest.
            Fields expected = truth.object(divergence).object("adjoint");
            for (AdjointMode mode : AdjointMode.values()) {
                cases.add(new ReferenceCase(
                        file.caseName() + " truth " + divergence + " " + mode.id(),
                        () -> flow.compareTruth(divergence, expected, mode)));
            }
        }
        return cases;
    }

    private static FlowField field(Fields net, Shape event) {
        double[] sizes = net.numbers("hidden_dims");
        int[] hidden = Arrays.stream(sizes).mapToInt(h -> (int) h).toArray();
        Activation activation = Activation.valueOf(net.text("nonlinearity").toUpperCase(Locale.ROOT));
        if (net.flag("conv")) {
            return FlowField.convolutional(FIELD, event, activation, hidden);
        }
        TimeInput input = switch (net.text("layer_type")) {
            case "concat" -> TimeInput.CONCAT;
            case "concatsquash" -> TimeInput.CONCAT_SQUASH;
            default -> throw new NotSupportedException("no layer of ours is \"" + net.text("layer_type") + "\"");
        };
        return FlowField.network(FIELD, Math.toIntExact(event.get(0)), input, activation, hidden);
    }

    private static Divergence divergence(String reference) {
        return reference.equals("brute_force") ? Divergence.EXACT : Divergence.GAUSSIAN;
    }

    private Problem<TFloat64> problem(Divergence divergence) {
        return problems.computeIfAbsent(divergence, d -> new FlowBlock(field, d).problem(TFloat64.class, x.size(0)));
    }

    private Map<String, double[]> arguments(Divergence divergence, ReferenceTensor noise) {
        Map<String, double[]> arguments = FlowWeights.ours(file.object("params"), "", FIELD);
        if (divergence.isEstimate()) {
            arguments.put(FlowBlock.NOISE, FlowWeights.channelsLast(noise));
        }
        return arguments;
    }

    private Findings compare(Fields run) {
        Solver solver = FlowNorms.with(RunSettings.solver(bench, run, "default"), run.text("variant"));
        Divergence divergence = divergence(run.text("divergence"));
        AdjointSolve found = solve(solver, divergence);
        Findings findings = new Findings();
        Precision precision = found.compareSteps(findings, run, solver, problem(divergence), false);
        compare(findings, found, run, precision.values());
        return findings;
    }

    private Findings compareTruth(String divergence, Fields expected, AdjointMode mode) {
        Findings findings = new Findings();
        AdjointSolve found = solve(AdjointSolve.tight(bench, mode), divergence(divergence));
        compare(findings, found, expected, AdjointSolve.TRUTH_BOUND);
        return findings;
    }

    private AdjointSolve solve(Solver solver, Divergence divergence) {
        int batch = x.size(0);
        return AdjointSolve.of(
                bench,
                solver,
                problem(divergence),
                Map.of(FlowBlock.X, FlowWeights.channelsLast(x), FlowBlock.LOG_DENSITY, new double[batch]),
                new double[] {0, file.number("T")},
                arguments(divergence, file.tensor("e")),
                solution -> cotangents(solution, batch),
                false);
    }

    /** Of the mean negative log-likelihood: the mean of |z|^2 / 2 and of the change of the log-density. */
    private static Map<String, double[]> cotangents(Solution solution, int batch) {
        double[] byZ = new double[solution.all(FlowBlock.X).length];
        double[] z = solution.last(FlowBlock.X);
        for (int i = 0; i < z.length; i++) {
            byZ[byZ.length - z.length + i] = z[i] / batch;
        }
        double[] byLogDensity = new double[2 * batch];
        Arrays.fill(byLogDensity, batch, 2 * batch, 1.0 / batch);
        return Map.of(FlowBlock.X, byZ, FlowBlock.LOG_DENSITY, byLogDensity);
    }

    private void compare(Findings findings, AdjointSolve found, Fields expected, double bound) {
        double[] z = found.solution().last(FlowBlock.X);
        double[] change = found.solution().last(FlowBlock.LOG_DENSITY);
        findings.values("z", z, FlowWeights.channelsLast(expected.tensor("z")), bound);
        findings.values("change of log p", change, expected.tensor("delta_logp").values(), bound);
        double[] logDensity = new double[change.length];
        double loss = 0;
        int size = z.length / change.length;
        for (int i = 0; i < change.length; i++) {
            double ofZ = -size / 2.0 * Math.log(2 * Math.PI);
            for (int j = 0; j < size; j++) {
                ofZ -= z[i * size + j] * z[i * size + j] / 2;
            }
            logDensity[i] = ofZ - change[i];
            loss -= logDensity[i] / change.length;
        }
        findings.values("log p", logDensity, expected.tensor("log_px").values(), bound);
        findings.value("loss", loss, expected.number("loss"), bound);
        findings.values(
                "gradient by x",
                found.gradient().state(FlowBlock.X),
                FlowWeights.channelsLast(expected.tensor("grad_x")),
                bound);
        FlowWeights.ours(expected.object("grads"), "", FIELD)
                .forEach((name, values) ->
                        findings.values("gradient by " + name, found.gradient().parameter(name), values, bound));
    }

    /** The velocity at a time, and its divergence, estimated and exact. */
    private Findings compareField(Fields check, Fields expected) {
        Findings findings = new Findings();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("brute_force", "exact divergence");
        names.put("hutchinson", "estimated divergence");
        names.forEach((reference, name) -> {
            Map<String, double[]> found = evaluate(divergence(reference), check, expected.number(TIME), Map.of());
            double[] divergence = Arrays.stream(FlowWeights.required(found, FlowBlock.LOG_DENSITY))
                    .map(d -> -d)
                    .toArray();
            findings.values(
                    name, divergence, expected.tensor("divergence_" + reference).values(), Findings.FLOAT64_BOUND);
            findings.values(
                    "velocity",
                    FlowWeights.required(found, FlowBlock.X),
                    FlowWeights.channelsLast(expected.tensor("dzdt")),
                    Findings.FLOAT64_BOUND);
        });
        return findings;
    }

    /** Vector-Jacobian products of the whole field, the divergence with it: its second derivatives. */
    private Findings compareProducts(Fields vjp) {
        Map<String, double[]> cotangents = Map.of(
                FlowBlock.X,
                FlowWeights.channelsLast(vjp.tensor("a_z")),
                FlowBlock.LOG_DENSITY,
                vjp.tensor("a_logp").values());
        Map<String, double[]> found =
                evaluate(Divergence.GAUSSIAN, file.object("field_check"), vjp.number(TIME), cotangents);
        Findings findings = new Findings();
        Map<String, double[]> expected = FlowWeights.ours(vjp.object("grad_params"), "", FIELD);
        expected.put(FlowBlock.X, FlowWeights.channelsLast(vjp.tensor("grad_z")));
        expected.forEach((name, values) -> findings.values(
                "vjp by " + name, FlowWeights.required(found, "by " + name), values, Findings.FLOAT64_BOUND));
        return findings;
    }

    /** The field's values, and with cotangents its products with them, by examples and parameters. */
    private Map<String, double[]> evaluate(
            Divergence divergence, Fields at, double t, Map<String, double[]> cotangents) {
        Problem<TFloat64> problem = problem(divergence);
        List<TensorSpec> inputs = new ArrayList<>();
        Map<String, Tensor> values = new LinkedHashMap<>();
        int batch = x.size(0);
        Shape shape = field.event().prepend(batch);
        add(inputs, values, FlowBlock.X, shape, FlowWeights.channelsLast(at.tensor("x")));
        Map<String, double[]> arguments = arguments(divergence, at.tensor("e"));
        problem.parameters()
                .forEach(p -> add(inputs, values, p.name(), p.shape(), FlowWeights.required(arguments, p.name())));
        cotangents.forEach((part, cotangent) ->
                add(inputs, values, "a_" + part, part.equals(FlowBlock.X) ? shape : Shape.of(batch), cotangent));
        List<String> by = new ArrayList<>(List.of(FlowBlock.X));
        problem.learntParameters().forEach(p -> by.add(p.name()));
        List<String> parts = problem.parts().stream().map(p -> p.name()).toList();
        try (TensorMap given = new TensorMap(values);
                CompiledFunction function = CompiledFunction.compile("field", inputs, bench.options(), (tf, in) -> {
                    NamedOperands<TFloat64> all = Symbols.typed(in);
                    NamedOperands<TFloat64> rates = problem.field().derivative(tf, tf.constant(t), all, all);
                    Map<String, org.tensorflow.Operand<?>> outputs = Symbols.outputs(rates);
                    if (!cotangents.isEmpty()) {
                        var products = Gradients.vjp(
                                tf,
                                parts.stream().map(rates::get).toList(),
                                by.stream().map(all::get).toList(),
                                parts.stream().map(p -> all.get("a_" + p)).toList());
                        for (int i = 0; i < by.size(); i++) {
                            outputs.put("by " + by.get(i), products.get(i));
                        }
                    }
                    return outputs;
                });
                TensorMap outputs = function.call(given.asMap())) {
            Map<String, double[]> found = new LinkedHashMap<>();
            outputs.names().forEach(name -> found.put(name, Tensors.toDoubles(outputs.get(name))));
            return found;
        }
    }

    private static void add(
            List<TensorSpec> inputs, Map<String, Tensor> values, String name, Shape shape, double[] numbers) {
        inputs.add(new TensorSpec(name, TFloat64.class, shape));
        values.put(name, Tensors.of(TFloat64.class, shape, numbers));
    }
}
