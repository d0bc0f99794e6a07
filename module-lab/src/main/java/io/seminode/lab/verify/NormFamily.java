package io.seminode.lab.verify;

import io.seminode.solver.AdjointMode;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.control.StepController;
import io.seminode.solver.method.Method;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Norms, error ratios, the step controller and the first step: {@code norms}. */
final class NormFamily implements ReferenceFamily {
    private static final double BOUND = 1e-12;
    private static final Shape SCALAR = Shape.scalar();

    @Override
    public String prefix() {
        return "norms";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        List<ReferenceCase> cases = new ArrayList<>();
        Fields fields = file.fields();
        cases.addAll(numbered(file, "adjoint_norms", entry -> adjointNorms(bench, entry)));
        cases.addAll(numbered(file, "adjoint_norms_tuple_state", entry -> tupleNorms(bench, entry)));
        cases.addAll(numbered(file, "error_ratio", entry -> errorRatio(bench, entry)));
        cases.addAll(stepSizes(file, bench));
        fields.findObject("initial_step").ifPresent(initial -> cases.addAll(firstSteps(file, bench, initial)));
        return cases;
    }

    /** What checks one entry of a list. */
    private interface Check {
        Findings of(Fields entry);
    }

    private static List<ReferenceCase> numbered(ReferenceFile file, String list, Check check) {
        List<ReferenceCase> cases = new ArrayList<>();
        if (file.fields().has(list)) {
            for (Fields entry : file.fields().objects(list)) {
                String name = file.caseName() + " " + list + " " + (cases.size() + 1);
                cases.add(new ReferenceCase(name, () -> check.of(entry)));
            }
        }
        return cases;
    }

    /** A part of the state with the vector that is measured on it. */
    private record Vector(Part part, ReferenceTensor value) {
        static Vector of(String name, Kind kind, ReferenceTensor value) {
            boolean coupled = kind == Kind.STATE || kind == Kind.ADJOINT_STATE;
            return new Vector(new Part(name, value.shape(), kind, coupled ? Role.COUPLED : Role.QUADRATURE), value);
        }

        static Vector ofState(String name, double[] values, long... shape) {
            return of(name, Kind.STATE, new ReferenceTensor(Shape.of(shape), "float64", values));
        }

        String name() {
            return part.name();
        }
    }

    private static Findings adjointNorms(Workbench bench, Fields entry) {
        Vector y = Vector.of("y", Kind.STATE, entry.tensor("y"));
        Vector adjoint = Vector.of("a_y", Kind.ADJOINT_STATE, entry.tensor("adj_y"));
        List<Vector> all = new ArrayList<>(List.of(y, adjoint));
        List<Vector> parameters = parameters(entry);
        all.addAll(parameters);
        all.add(Vector.of("a_t", Kind.ADJOINT_TIME, entry.tensor("t")));

        Findings findings = new Findings();
        measured(findings, bench, "default", all, entry, "default_adjoint_norm");
        measured(findings, bench, "seminorm-t", all, entry, "seminorm");
        measured(findings, bench, "seminorm", all, entry, "paper_make_norm");
        measured(findings, bench, "default", List.of(y, adjoint), entry, "mixed_norm_of_y_and_adj_y");
        measured(findings, bench, "linf", List.of(y), entry, "linf_y");
        Fields rms = entry.object("rms");
        measured(findings, bench, "rms", List.of(y), rms, "y");
        measured(findings, bench, "rms", List.of(adjoint), rms, "adj_y");
        double[] each = parameters.stream()
                .mapToDouble(p -> measure(bench, "rms", List.of(p)))
                .toArray();
        findings.values("rms of parameters", each, rms.numbers("params"), BOUND);
        return findings;
    }

    /**
     * The same for a state of two tensors. The reference's seminorm measures both, so both are given as coupled, though in
     * a normalising flow the log-density would be a quadrature.
     */
    private static Findings tupleNorms(Workbench bench, Fields entry) {
        List<Vector> all = new ArrayList<>();
        for (String name : List.of("z", "logp")) {
            all.add(Vector.of(name, Kind.STATE, entry.tensor(name)));
            all.add(Vector.of("a_" + name, Kind.ADJOINT_STATE, entry.tensor("adj_" + name)));
        }
        all.addAll(parameters(entry));
        all.add(Vector.of("a_t", Kind.ADJOINT_TIME, entry.tensor("t")));
        Findings findings = new Findings();
        measured(findings, bench, "default", all, entry, "default_adjoint_norm");
        measured(findings, bench, "seminorm-t", all, entry, "seminorm");
        return findings;
    }

    private static List<Vector> parameters(Fields entry) {
        List<Vector> parameters = new ArrayList<>();
        for (ReferenceTensor tensor : entry.tensors("adj_params")) {
            parameters.add(Vector.of("a_theta." + parameters.size(), Kind.ADJOINT_PARAMETER, tensor));
        }
        return parameters;
    }

    /** The error of a step over its tolerance; the reference takes the columns for two parts in one of its ratios. */
    private static Findings errorRatio(Workbench bench, Fields entry) {
        ReferenceTensor error = entry.tensor("error_estimate");
        double[] y0 = entry.tensor("y0").values();
        double[] y1 = entry.tensor("y1").values();
        double[] errors = error.values();
        double[] tolerances = new double[errors.length];
        double[] ratios = new double[errors.length];
        for (int i = 0; i < errors.length; i++) {
            tolerances[i] = entry.number("atol") + entry.number("rtol") * Math.max(Math.abs(y0[i]), Math.abs(y1[i]));
            ratios[i] = errors[i] / tolerances[i];
        }
        List<Vector> whole = List.of(Vector.ofState("y", ratios, error.shape().asArray()));
        List<Vector> columns = new ArrayList<>();
        int width = error.size(1);
        for (int column = 0; column < width; column++) {
            double[] values = new double[error.size(0)];
            for (int row = 0; row < values.length; row++) {
                values[row] = ratios[row * width + column];
            }
            columns.add(Vector.ofState("y" + column, values, values.length));
        }
        Findings findings = new Findings();
        findings.values("tolerance", tolerances, entry.tensor("error_tol").values(), BOUND);
        measured(findings, bench, "default", whole, entry, "ratio_rms");
        measured(findings, bench, "linf", whole, entry, "ratio_linf");
        measured(findings, bench, "default", columns, entry, "ratio_mixed_columns");
        return findings;
    }

    private static void measured(
            Findings findings, Workbench bench, String norm, List<Vector> vectors, Fields entry, String field) {
        findings.value(field + " (" + norm + ")", measure(bench, norm, vectors), entry.number(field), BOUND);
    }

    /** The norm of the parts that it measures. */
    private static double measure(Workbench bench, String name, List<Vector> vectors) {
        Norm norm = bench.norm(name);
        List<Vector> counted =
                vectors.stream().filter(v -> norm.measures(v.part())).toList();
        List<TensorSpec> inputs = counted.stream()
                .map(v -> new TensorSpec(v.name(), TFloat64.class, v.value().shape()))
                .toList();
        Map<String, Tensor> values = new LinkedHashMap<>();
        counted.forEach(v -> values.put(
                v.name(),
                Tensors.of(TFloat64.class, v.value().shape(), v.value().values())));
        try (TensorMap arguments = new TensorMap(values);
                CompiledFunction function = CompiledFunction.compile("norm", inputs, bench.options(), (tf, in) -> {
                    List<MeasuredPart<TFloat64>> parts = new ArrayList<>();
                    counted.forEach(v -> parts.add(new MeasuredPart<>(
                            v.part(), Symbols.<TFloat64>typed(in).get(v.name()))));
                    return Map.of("norm", norm.of(tf, parts));
                });
                TensorMap outputs = function.call(arguments.asMap())) {
            return Tensors.toDouble(outputs.get("norm"));
        }
    }

    /** The factors of the controller, one case for each order and set of constants. */
    private static List<ReferenceCase> stepSizes(ReferenceFile file, Workbench bench) {
        Map<String, List<Fields>> groups = new LinkedHashMap<>();
        if (file.fields().has("optimal_step_size")) {
            for (Fields entry : file.fields().objects("optimal_step_size")) {
                String name = "optimal_step_size order=" + entry.integer("order");
                for (String constant : List.of("safety", "ifactor", "dfactor")) {
                    name += " " + constant + "=" + RunSettings.shown(entry.number(constant));
                }
                groups.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
            }
        }
        List<ReferenceCase> cases = new ArrayList<>();
        groups.forEach((name, entries) ->
                cases.add(new ReferenceCase(file.caseName() + " " + name, () -> stepSizes(bench, entries))));
        return cases;
    }

    private static Findings stepSizes(Workbench bench, List<Fields> entries) {
        Fields first = entries.get(0);
        StepController controller = RunSettings.controller(first);
        List<TensorSpec> inputs = List.of(new TensorSpec("ratio", TFloat64.class, SCALAR));
        double[] found = new double[entries.size()];
        try (CompiledFunction function = CompiledFunction.compile("factor", inputs, bench.options(), (tf, in) -> {
            Operand<TFloat64> ratio = Symbols.<TFloat64>typed(in).get("ratio");
            return Map.of(
                    "factor",
                    controller
                            .decide(
                                    tf,
                                    ratio,
                                    tf.math.lessEqual(ratio, tf.constant(1.0)),
                                    first.size("order"),
                                    List.of())
                            .factor());
        })) {
            for (int i = 0; i < found.length; i++) {
                double ratio = entries.get(i).number("error_ratio");
                // The loop asks the controller only about finite ratios, and takes its smallest factor for others.
                double factor = Double.isFinite(ratio) ? factor(function, ratio) : controller.smallestFactor();
                found[i] = entries.get(i).number("last_step") * factor;
            }
        }
        double[] expected =
                entries.stream().mapToDouble(e -> e.number("result")).toArray();
        Findings findings = new Findings();
        findings.values("step size", found, expected, BOUND);
        return findings;
    }

    private static double factor(CompiledFunction function, double ratio) {
        try (TFloat64 tensor = TFloat64.scalarOf(ratio);
                TensorMap outputs = function.call(Map.of("ratio", tensor))) {
            return Tensors.toDouble(outputs.get("factor"));
        }
    }

    private static List<ReferenceCase> firstSteps(ReferenceFile file, Workbench bench, Fields initial) {
        return ReferenceCase.forEach(
                file,
                initial.objects("cases"),
                entry -> new ReferenceCase(
                        file.caseName() + " initial_step order=" + entry.integer("method_order") + " "
                                + RunSettings.describe(entry) + ": " + entry.text("desc"),
                        () -> firstStep(bench, initial, entry)));
    }

    /** The first step of a solve, as the solve's own record has it; the solve itself goes hardly anywhere. */
    private static Findings firstStep(Workbench bench, Fields initial, Fields entry) {
        Method method = methodOfOrder(bench, entry.size("method_order"));
        Solver solver = Solver.create()
                .withMethod(method)
                .withMode(AdjointMode.FAITHFUL)
                .withNorm(bench.norm(entry.text("desc").startsWith("linf") ? "linf" : "default"))
                .withTolerances(entry.number("rtol"), entry.number("atol"))
                .withOutput(o -> o.withRecordedSteps(1));
        ReferenceTensor y0 = entry.tensor("y0");
        Map<String, ReferenceTensor> constants = new LinkedHashMap<>();
        constants.put("M", initial.tensor("M"));
        constants.put("v", initial.tensor("v"));
        Problem.Builder<TFloat64> builder =
                Problem.builder(TFloat64.class).state("y", y0.shape()).field(fieldOf(entry.text("desc")));
        constants.forEach((name, value) -> builder.constant(name, value.shape()));
        double t0 = entry.number("t0");
        SolveStatistics statistics = bench.compile(solver, builder.build())
                .solve(
                        Map.of("y", y0.values()),
                        new double[] {t0, t0 + 1e-9},
                        Map.of(
                                "M", initial.tensor("M").values(),
                                "v", initial.tensor("v").values()))
                .statistics();
        Findings findings = new Findings();
        findings.value("first step", statistics.steps().get(0).size(), entry.number("result"), Findings.FLOAT64_BOUND);
        return findings;
    }

    private static Method methodOfOrder(Workbench bench, int order) {
        return bench.methods().all().stream()
                .filter(method -> RunSettings.tableau(method).errorOrder() == order)
                .findFirst()
                .orElseThrow(() -> new NotSupportedException("no method of order " + order + " is registered"));
    }

    private static VectorField<TFloat64> fieldOf(String description) {
        if (description.startsWith("f = M y") || description.startsWith("y0 = 0") || description.startsWith("linf")) {
            return (tf, t, y, c) ->
                    rate(tf.math.add(KnownField.product(tf, c.get("M"), y.get("y")), tf.math.mul(c.get("v"), t)));
        }
        if (description.startsWith("f = 0 everywhere")) {
            return (tf, t, y, c) -> rate(tf.zerosLike(y.get("y")));
        }
        if (description.startsWith("f0 = 0 but")) {
            return (tf, t, y, c) -> rate(tf.math.mul(c.get("v"), t));
        }
        if (description.startsWith("constant f")) {
            return (tf, t, y, c) -> rate(tf.identity(c.get("v")));
        }
        if (description.startsWith("very slow f")) {
            return (tf, t, y, c) -> rate(tf.math.mul(tf.constant(1e-9), y.get("y")));
        }
        throw new NotSupportedException("the vector field \"" + description + "\" is not among those known here");
    }

    private static NamedOperands<TFloat64> rate(Operand<TFloat64> rate) {
        return NamedOperands.of("y", rate);
    }
}
