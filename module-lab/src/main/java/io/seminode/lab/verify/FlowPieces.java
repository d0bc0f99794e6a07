package io.seminode.lab.verify;

import io.seminode.data.image.LogitTransform;
import io.seminode.models.flow.Squeeze;
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
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What image models have besides flows: squeeze, logit transform and bits per dimension. */
final class FlowPieces {
    private FlowPieces() {}

    static List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Fields fields = file.fields();
        List<ReferenceCase> cases = new ArrayList<>();
        cases.add(new ReferenceCase(file.caseName() + " squeeze", () -> squeeze(fields.object("squeeze"), bench)));
        Fields logit = fields.object("logit_transform");
        cases.addAll(ReferenceCase.forEach(
                file,
                logit.objects("cases"),
                values -> new ReferenceCase(
                        file.caseName() + " logit alpha=" + RunSettings.shown(values.number("alpha")),
                        () -> logit(logit.tensor("x"), values))));
        cases.add(
                new ReferenceCase(file.caseName() + " bits per dimension", () -> bits(fields.object("bits_per_dim"))));
        return cases;
    }

    private static Findings squeeze(Fields values, Workbench bench) {
        ReferenceTensor input = values.tensor("input");
        Shape shape = FlowWeights.event(input.shape()).prepend(input.size(0));
        double[] images = FlowWeights.channelsLast(input);
        List<TensorSpec> inputs = List.of(new TensorSpec("images", TFloat64.class, shape));
        try (TensorMap given = new TensorMap(Map.of("images", Tensors.of(TFloat64.class, shape, images)));
                CompiledFunction function = CompiledFunction.compile("squeeze", inputs, bench.options(), (tf, in) -> {
                    Operand<TFloat64> squeezed =
                            Squeeze.squeeze(tf, Symbols.<TFloat64>typed(in).get("images"));
                    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
                    outputs.put("squeezed", squeezed);
                    outputs.put("back", Squeeze.unsqueeze(tf, squeezed));
                    return outputs;
                });
                TensorMap outputs = function.call(given.asMap())) {
            Findings findings = new Findings();
            double[] expected = FlowWeights.channelsLast(values.tensor("output"));
            findings.values("squeezed", Tensors.toDoubles(outputs.get("squeezed")), expected, 0);
            findings.values("unsqueezed", Tensors.toDoubles(outputs.get("back")), images, 0);
            return findings;
        }
    }

    private static Findings logit(ReferenceTensor input, Fields expected) {
        LogitTransform transform = new LogitTransform(expected.number("alpha"));
        double[] x = input.values();
        double[] y = Arrays.stream(x).map(transform::forward).toArray();
        double[] back = Arrays.stream(y).map(transform::inverse).toArray();
        double[] change = new double[input.size(0)];
        for (int i = 0; i < x.length; i++) {
            change[i / (x.length / change.length)] -= transform.logDerivative(x[i]);
        }
        Findings findings = new Findings();
        double bound = Findings.FLOAT64_BOUND;
        findings.values("y", y, expected.tensor("y").values(), bound);
        findings.values("log p", change, expected.tensor("logpx").values(), bound);
        findings.values("x", back, expected.tensor("x_back").values(), bound);
        return findings;
    }

    private static Findings bits(Fields values) {
        double[] z = values.tensor("z").values();
        double[] change = values.tensor("delta_logp").values();
        double[] ofZ = values.tensor("logpz").values();
        int size = z.length / change.length;
        double bits = 0;
        for (int i = 0; i < change.length; i++) {
            bits += LogitTransform.bitsPerDimension(ofZ[i] - change[i], 0, size) / change.length;
        }
        Findings findings = new Findings();
        findings.value("bits per dimension", bits, values.number("bits_per_dim"), Findings.FLOAT64_BOUND);
        return findings;
    }
}
