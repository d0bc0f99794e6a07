package io.seminode.lab.verify;

import io.seminode.models.cde.ControlPath;
import io.seminode.models.cde.Interpolation;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Control paths of neural CDEs: coefficients, knots, values and derivatives: {@code ncde_interpolation}. */
final class InterpolationFamily implements ReferenceFamily {
    private static final String DEPRECATED = "natural_cubic_spline_coeffs_deprecated";
    private static final Map<String, Interpolation> KINDS = Map.of(
            "linear", Interpolation.LINEAR,
            "natural_cubic_coeffs", Interpolation.NATURAL_CUBIC,
            "hermite_cubic_backward_differences", Interpolation.HERMITE_CUBIC,
            "rectilinear_time_index_0", Interpolation.RECTILINEAR);

    @Override
    public String prefix() {
        return "ncde_interpolation";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        List<ReferenceCase> cases = new ArrayList<>();
        for (Fields series : file.fields().objects("cases")) {
            for (String kind : series.names()) {
                if (KINDS.containsKey(kind) || kind.equals(DEPRECATED)) {
                    String name = String.join(" ", file.caseName(), kind, "(" + series.text("desc") + ")");
                    cases.add(new ReferenceCase(name, () -> compare(series, kind, bench)));
                }
            }
        }
        return cases;
    }

    private static Findings compare(Fields series, String kind, Workbench bench) {
        Interpolation interpolation = KINDS.get(kind);
        if (interpolation == null) {
            throw new NotSupportedException("torchcde itself has given this way up for natural_cubic_coeffs");
        }
        Fields expected = series.object(kind);
        ReferenceTensor x = series.tensorWithMissing("x");
        int axes = x.shape().numDimensions();
        int length = x.size(axes - 2);
        int channels = x.size(axes - 1);
        int batch = axes == 2 ? 1 : x.size(0);
        double[] times = series.has("t") ? series.tensor("t").values() : new double[length];
        if (!series.has("t")) {
            Arrays.setAll(times, i -> i);
        }
        ControlPath path = new ControlPath(interpolation, channels, times);
        double[] coefficients = coefficients(interpolation, times, x.values(), channels, batch);
        Findings findings = new Findings();
        findings.values("coefficients", coefficients, expected.tensor("coeffs").values(), Findings.FLOAT64_BOUND);
        double[] grid = expected.tensor("grid_points").values();
        findings.values("knots", path.knots(), grid, Findings.FLOAT64_BOUND);
        Shape shape = Shape.of(batch, interpolation.rows(length), interpolation.columns(channels));
        evaluate(findings, path, coefficients, shape, expected, bench);
        return findings;
    }

    private static double[] coefficients(
            Interpolation interpolation, double[] times, double[] x, int channels, int batch) {
        int size = times.length * channels;
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            rows.add(interpolation.coefficients(times, Arrays.copyOfRange(x, i * size, (i + 1) * size), channels));
        }
        return rows.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static void evaluate(
            Findings findings, ControlPath path, double[] coefficients, Shape shape, Fields expected, Workbench bench) {
        double[] queries = expected.numbers("t");
        List<ReferenceTensor> values = expected.tensors("evaluate");
        List<ReferenceTensor> slopes = expected.tensors("derivative");
        List<TensorSpec> inputs = List.of(
                new TensorSpec("coefficients", TFloat64.class, shape),
                new TensorSpec("t", TFloat64.class, Shape.scalar()));
        try (CompiledFunction function = CompiledFunction.compile("path", inputs, bench.options(), (tf, in) -> {
            NamedOperands<TFloat64> typed = Symbols.typed(in);
            Operand<TFloat64> given = typed.get("coefficients");
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            outputs.put("value", path.evaluate(tf, typed.get("t"), given));
            outputs.put("slope", path.derivative(tf, typed.get("t"), path.constants(tf, given)));
            return outputs;
        })) {
            for (int i = 0; i < queries.length; i++) {
                try (TensorMap arguments = new TensorMap(Map.<String, Tensor>of(
                                "coefficients", Tensors.of(TFloat64.class, shape, coefficients),
                                "t", TFloat64.scalarOf(queries[i])));
                        TensorMap outputs = function.call(arguments.asMap())) {
                    double[] value = Tensors.toDoubles(outputs.get("value"));
                    double[] slope = Tensors.toDoubles(outputs.get("slope"));
                    findings.values(
                            "X(" + queries[i] + ")", value, values.get(i).values(), Findings.FLOAT64_BOUND);
                    findings.values(
                            "dX/dt(" + queries[i] + ")", slope, slopes.get(i).values(), Findings.FLOAT64_BOUND);
                }
            }
        }
    }
}
