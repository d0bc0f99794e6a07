package io.seminode.lab.verify;

import io.seminode.models.symplectic.PublishedPendulumNorm;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.Gradients;
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
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Symplectic ODE-Net: its vector field with the derivatives, and training gradients by the continuous adjoint: {@code
 * symoden_*}.
 *
 * <p>The loss is the mean squared error over all entries of {@code x}, [batch, times, 8]. Solves and gradients are compared
 * as in {@link AdjointMlpFamily}. Large networks store no weights but a formula for them, and of gradients the norms and
 * first entries.
 */
final class SymplecticFamily implements ReferenceFamily {
    private static final String AS_WRITTEN = "paper_make_norm_as_written";

    private static final String STATE = SymplecticOdeNet.STATE;
    private static final String PREFIX = "func.";

    @Override
    public String prefix() {
        return "symoden_";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Runs runs = new Runs(file.fields(), bench);
        List<ReferenceCase> cases = new ArrayList<>();
        file.fields().findObject("field_check").ifPresent(check -> {
            cases.add(new ReferenceCase(file.caseName() + " field", () -> runs.compareField(check, "f", 1)));
            if (check.has("f_weight_gain_2")) {
                cases.add(new ReferenceCase(
                        file.caseName() + " field weight_gain=2",
                        () -> runs.compareField(check, "f_weight_gain_2", 2)));
            }
        });
        cases.addAll(ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(name(file, run), () -> runs.compare(run))));
        file.fields().findObject("truth").ifPresent(truth -> {
            Fields expected = truth.object("backprop");
            for (AdjointMode mode : AdjointMode.values()) {
                cases.add(new ReferenceCase(
                        file.caseName() + " truth " + mode.id(), () -> runs.compareTruth(expected, mode)));
            }
        });
        return cases;
    }

    private static String name(ReferenceFile file, Fields run) {
        return String.join(" ", file.caseName(), run.text("norm"), run.text("dtype"), RunSettings.describe(run))
                + (run.has("weight_gain") ? " weight_gain=" + RunSettings.shown(run.number("weight_gain")) : "");
    }

    private static final class Runs {
        private final Fields file;
        private final Workbench bench;
        private final Map<Class<?>, Problem<?>> problems = new HashMap<>();

        Runs(Fields file, Workbench bench) {
            this.file = file;
            this.bench = bench;
        }

        Findings compare(Fields run) {
            Solver solver = solver(run);
            return compare(run, solver, RunSettings.precision(run.text("dtype")));
        }

        /** The published code makes its norm from the window, so that what it measures depends on the number of times. */
        private Solver solver(Fields run) {
            if (!run.text("norm").equals(AS_WRITTEN)) {
                return RunSettings.solver(bench, run, run.text("norm"));
            }
            Solver solver = RunSettings.solver(bench, run, "default");
            int window = file.tensor("times").values().length;
            return solver.withNorms(solver.norms().forward(), new PublishedPendulumNorm(window));
        }

        private <T extends TFloating> Findings compare(Fields run, Solver solver, Class<T> type) {
            AdjointSolve found = solve(solver, type, run.has("weight_gain") ? run.number("weight_gain") : 1);
            Findings findings = new Findings();
            Precision precision = found.compareSteps(findings, run, solver, problem(type), false);
            compare(findings, found, run, precision.values());
            return findings;
        }

        Findings compareTruth(Fields expected, AdjointMode mode) {
            Findings findings = new Findings();
            AdjointSolve found = solve(AdjointSolve.tight(bench, mode), TFloat64.class, 1);
            compare(findings, found, expected, AdjointSolve.TRUTH_BOUND);
            return findings;
        }

        private void compare(Findings findings, AdjointSolve found, Fields expected, double bound) {
            double[] z = found.solution().all(STATE);
            findings.value("loss", loss(z), expected.number("loss"), bound);
            if (expected.has("z")) {
                findings.values("z", byExample(z), expected.tensor("z").values(), bound);
            }
            if (expected.has("z_first_trajectory")) {
                double[] first = expected.tensor("z_first_trajectory").values();
                findings.values("z of the first trajectory", Arrays.copyOf(byExample(z), first.length), first, bound);
            }
            if (expected.has("z_l2")) {
                findings.value("norm of z", l2(z), expected.number("z_l2"), bound);
            }
            expected.findObject("grads").ifPresent(gradients -> gradients(findings, found, gradients, bound));
            expected.findObject("grad_first_4_entries")
                    .ifPresent(gradients -> gradients(findings, found, gradients, bound));
            expected.findObject("grad_l2").ifPresent(norms -> {
                for (String name : norms.names()) {
                    double norm = l2(found.gradient().parameter(ours(name)));
                    findings.value("norm of the gradient by " + ours(name), norm, norms.number(name), bound);
                }
            });
        }

        /** Gradients, or their first entries, which are compared relative to the whole gradient's size. */
        private static void gradients(Findings findings, AdjointSolve found, Fields expected, double bound) {
            for (String name : expected.names()) {
                double[] all = found.gradient().parameter(ours(name));
                double[] values = expected.tensor(name).values();
                double scale = values.length < all.length ? l2(all) / Math.sqrt(all.length) : 0;
                findings.values("gradient by " + ours(name), Arrays.copyOf(all, values.length), values, scale, bound);
            }
        }

        private <T extends TFloating> AdjointSolve solve(Solver solver, Class<T> type, double gain) {
            double[] times = file.tensor("times").values();
            double[] x = byTime(file.tensor("x").values());
            double[] first = Arrays.copyOf(x, x.length / times.length);
            return AdjointSolve.of(
                    bench, solver, problem(type), first, times, parameters(gain), z -> cotangent(z, x), false);
        }

        /** The mean squared error. */
        private double loss(double[] z) {
            double[] x = byTime(file.tensor("x").values());
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += (z[i] - x[i]) * (z[i] - x[i]);
            }
            return sum / z.length;
        }

        private static double[] cotangent(double[] z, double[] x) {
            double[] cotangent = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                cotangent[i] = 2 * (z[i] - x[i]) / z.length;
            }
            return cotangent;
        }

        private SymplecticOdeNet network() {
            Fields config = file.object("config");
            return new SymplecticOdeNet(
                    config.size("M_hidden"),
                    config.size("V_hidden"),
                    config.size("g_hidden"),
                    file.tensor("times").values());
        }

        @SuppressWarnings("unchecked") // the key is the type
        private <T extends TFloating> Problem<T> problem(Class<T> type) {
            return (Problem<T>) problems.computeIfAbsent(
                    type, key -> network().problem(type, file.tensor("x").size(0)));
        }

        /** The parameters by our names; with a gain, weights, which have two axes, are multiplied by it. */
        private Map<String, double[]> parameters(double gain) {
            Map<String, double[]> parameters =
                    file.has("params") ? stored(file.object("params")) : HashedWeights.of(file);
            Map<String, double[]> ours = new LinkedHashMap<>();
            parameters.forEach((name, values) -> ours.put(
                    ours(name),
                    name.endsWith("weight")
                            ? Arrays.stream(values).map(v -> v * gain).toArray()
                            : values));
            return ours;
        }

        private static Map<String, double[]> stored(Fields tensors) {
            Map<String, double[]> stored = new LinkedHashMap<>();
            tensors.names()
                    .forEach(name -> stored.put(name, tensors.tensor(name).values()));
            return stored;
        }

        private static String ours(String name) {
            return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        }

        /** The field, and if there is a covector, its vector-Jacobian products. */
        Findings compareField(Fields check, String expected, double gain) {
            ReferenceTensor x = check.tensor("x");
            Problem<TFloat64> problem = network().problem(TFloat64.class, x.size(0));
            List<TensorSpec> inputs = new ArrayList<>();
            Map<String, Tensor> values = new LinkedHashMap<>();
            add(inputs, values, STATE, x.shape(), x.values());
            boolean withProducts = check.has("covector");
            if (withProducts) {
                add(
                        inputs,
                        values,
                        "covector",
                        x.shape(),
                        check.tensor("covector").values());
            }
            Map<String, double[]> parameters = parameters(gain);
            for (Parameter parameter : problem.parameters()) {
                double[] value = parameters.get(parameter.name());
                if (value == null) {
                    throw new MalformedReferenceException("no values for parameter \"" + parameter.name() + "\"");
                }
                add(inputs, values, parameter.name(), parameter.shape(), value);
            }
            try (TensorMap arguments = new TensorMap(values);
                    CompiledFunction function = CompiledFunction.compile("field", inputs, bench.options(), (tf, in) -> {
                        NamedOperands<TFloat64> all = Symbols.typed(in);
                        Operand<TFloat64> f = problem.field()
                                .derivative(tf, tf.constant(0.0), all, all)
                                .get(STATE);
                        Map<String, Operand<?>> outputs = new LinkedHashMap<>(Map.of("f", f));
                        if (withProducts) {
                            List<String> by = by(problem);
                            List<Operand<?>> products = Gradients.vjp(
                                    tf, List.of(f), by.stream().map(all::get).toList(), List.of(all.get("covector")));
                            for (int i = 0; i < by.size(); i++) {
                                outputs.put(by.get(i), products.get(i));
                            }
                        }
                        return outputs;
                    });
                    TensorMap outputs = function.call(arguments.asMap())) {
                Findings findings = new Findings();
                findings.values(
                        "f",
                        Tensors.toDoubles(outputs.get("f")),
                        check.tensor(expected).values(),
                        Findings.FLOAT64_BOUND);
                if (withProducts) {
                    products(findings, outputs, by(problem), check);
                }
                return findings;
            }
        }

        private static void products(Findings findings, TensorMap outputs, List<String> by, Fields check) {
            findings.values(
                    "vjp by x",
                    Tensors.toDoubles(outputs.get(STATE)),
                    check.tensor("vjp_x").values(),
                    Findings.FLOAT64_BOUND);
            Fields expected = check.object("vjp_params");
            for (String name : expected.names()) {
                double[] values = expected.tensor(name).values();
                // The level of the potential is not used; its derivative is zero.
                double[] found = by.contains(ours(name))
                        ? Tensors.toDoubles(outputs.get(ours(name)))
                        : new double[values.length];
                findings.values("vjp by " + ours(name), found, values, Findings.FLOAT64_BOUND);
            }
        }

        /** What the field is differentiated by: the state and the parameters that it uses. */
        private static List<String> by(Problem<?> problem) {
            List<String> names = new ArrayList<>();
            names.add(STATE);
            problem.parameters().stream()
                    .filter(problem::uses)
                    .map(Parameter::name)
                    .forEach(names::add);
            return names;
        }

        private static void add(
                List<TensorSpec> inputs, Map<String, Tensor> values, String name, Shape shape, double[] numbers) {
            inputs.add(new TensorSpec(name, TFloat64.class, shape));
            values.put(name, Tensors.of(TFloat64.class, shape, numbers));
        }

        /** [batch, times, channels] from [times, batch, channels]. */
        private double[] byExample(double[] byTime) {
            ReferenceTensor x = file.tensor("x");
            return swapped(byTime, x.size(1), x.size(0), x.size(2));
        }

        /** [times, batch, channels] from [batch, times, channels]. */
        private double[] byTime(double[] byExample) {
            ReferenceTensor x = file.tensor("x");
            return swapped(byExample, x.size(0), x.size(1), x.size(2));
        }

        private static double[] swapped(double[] values, int first, int second, int width) {
            double[] swapped = new double[values.length];
            for (int i = 0; i < first; i++) {
                for (int j = 0; j < second; j++) {
                    System.arraycopy(values, (i * second + j) * width, swapped, (j * first + i) * width, width);
                }
            }
            return swapped;
        }

        private static double l2(double[] values) {
            return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
        }
    }
}
