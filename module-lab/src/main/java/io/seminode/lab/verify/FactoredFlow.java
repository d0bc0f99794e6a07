package io.seminode.lab.verify;

import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowBlock;
import io.seminode.models.flow.FlowField;
import io.seminode.models.nn.Activation;
import io.seminode.solver.Gradient;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * FFJORD's multi-scale model in small: logit transform, a flow, squeeze, a flow, half of the channels factored out, a flow of
 * the other half; and the gradients of bits per dimension. What lies between the flows is done here, in plain Java: our own
 * architecture does not factor out.
 */
final class FactoredFlow {
    private static final String FIELD = "field";
    private static final List<String> PREFIXES =
            List.of("transforms.0.chain.1.odefunc.", "transforms.0.chain.3.odefunc.", "transforms.1.chain.0.odefunc.");
    private static final double ALPHA = 0.05;
    private static final double LEVELS = 256;
    private static final double[] TIMES = {0, 1};

    private final Fields file;
    private final Workbench bench;
    private final int batch;
    private final List<Problem<TFloat64>> problems = new ArrayList<>();
    private final List<Map<String, double[]>> arguments = new ArrayList<>();
    private final List<Shape> events = new ArrayList<>();

    private FactoredFlow(Fields file, Workbench bench) {
        this.file = file;
        this.bench = bench;
        this.batch = file.tensor("x").size(0);
        List<ReferenceTensor> noise = file.tensors("e");
        for (int i = 0; i < PREFIXES.size(); i++) {
            Map<String, double[]> weights = FlowWeights.ours(file.object("params"), PREFIXES.get(i), FIELD);
            Shape event = FlowWeights.event(noise.get(i).shape());
            int layers = weights.size() / 2;
            int[] hidden = new int[layers - 1];
            for (int layer = 0; layer < hidden.length; layer++) {
                hidden[layer] = FlowWeights.required(weights, FIELD + ".layer" + layer + ".bias").length;
            }
            FlowField field = FlowField.convolutional(FIELD, event, Activation.SOFTPLUS, hidden);
            problems.add(new FlowBlock(field, Divergence.GAUSSIAN).problem(TFloat64.class, batch));
            weights.put(FlowBlock.NOISE, FlowWeights.channelsLast(noise.get(i)));
            arguments.add(weights);
            events.add(event);
        }
    }

    static List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        return ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(
                        file.caseName() + " " + run.text("variant") + " " + RunSettings.describe(run),
                        () -> new FactoredFlow(file.fields(), bench).compare(run)));
    }

    private Findings compare(Fields run) {
        Solver solver = FlowNorms.with(RunSettings.solver(bench, run, "default"), run.text("variant"));
        double[] x = FlowWeights.channelsLast(file.tensor("x"));
        double[] logDensity = new double[batch];
        double[] first = logit(x, logDensity);
        Solution flow1 = solve(solver, 0, first, logDensity);
        double[] squeezed = squeeze(flow1.last(FlowBlock.X));
        Solution flow2 = solve(solver, 1, squeezed, flow1.last(FlowBlock.LOG_DENSITY));
        double[] kept = half(flow2.last(FlowBlock.X), 0);
        Solution flow3 = solve(solver, 2, kept, flow2.last(FlowBlock.LOG_DENSITY));
        double[] out = half(flow2.last(FlowBlock.X), 1);
        double[] change = flow3.last(FlowBlock.LOG_DENSITY);

        double scale = 1 / (x.length * Math.log(2));
        Gradient back3 = gradient(solver, 2, flow3, scaled(flow3.last(FlowBlock.X), scale), scale);
        double[] by2 = joined(back3.state(FlowBlock.X), scaled(out, scale));
        Gradient back2 = gradient(solver, 1, flow2, by2, scale);
        Gradient back1 = gradient(solver, 0, flow1, unsqueeze(back2.state(FlowBlock.X)), scale);

        Findings findings = new Findings();
        List<AdjointSolve> solves =
                List.of(new AdjointSolve(flow1, back1), new AdjointSolve(flow2, back2), new AdjointSolve(flow3, back3));
        double bound = Findings.FLOAT64_BOUND;
        for (int i = 0; i < solves.size(); i++) {
            Fields forward = run.objects("forward").get(i);
            // Backward solves are listed in the order in which they were made.
            Fields backward = run.objects("backward").get(i);
            solves.get(i)
                    .compareSteps(findings, "flow " + (i + 1) + " ", forward, backward, solver, problems.get(i), false);
            Gradient gradient = solves.get(i).gradient();
            FlowWeights.ours(run.object("grads"), PREFIXES.get(i), FIELD)
                    .forEach((name, values) ->
                            findings.values("gradient by " + name, gradient.parameter(name), values, bound));
        }
        double[] z = both(out, flow3.last(FlowBlock.X));
        findings.values("z", z, run.tensor("z").values(), bound);
        findings.values("change of log p", change, run.tensor("delta_logp").values(), bound);
        double logLikelihood = -x.length / 2.0 * Math.log(2 * Math.PI)
                - Arrays.stream(z).map(v -> v * v / 2).sum()
                - Arrays.stream(change).sum();
        double bits = -(logLikelihood / x.length - Math.log(LEVELS)) / Math.log(2);
        findings.value("bits per dimension", bits, run.number("bits_per_dim"), bound);
        return findings;
    }

    private Solution solve(Solver solver, int flow, double[] x, double[] logDensity) {
        return bench.compile(solver.withNorm(solver.norms().forward()), problems.get(flow))
                .solve(Map.of(FlowBlock.X, x, FlowBlock.LOG_DENSITY, logDensity), TIMES, arguments.get(flow));
    }

    private Gradient gradient(Solver solver, int flow, Solution solution, double[] byX, double byLogDensity) {
        Map<String, double[]> cotangents = new LinkedHashMap<>();
        cotangents.put(FlowBlock.X, atEnd(byX));
        double[] equal = new double[batch];
        Arrays.fill(equal, byLogDensity);
        cotangents.put(FlowBlock.LOG_DENSITY, atEnd(equal));
        return bench.compile(solver, problems.get(flow)).gradient(solution, cotangents, arguments.get(flow));
    }

    private static double[] atEnd(double[] values) {
        double[] cotangent = new double[2 * values.length];
        System.arraycopy(values, 0, cotangent, values.length, values.length);
        return cotangent;
    }

    private static double[] scaled(double[] values, double scale) {
        return Arrays.stream(values).map(v -> v * scale).toArray();
    }

    /** The logit transform; takes the logarithm of its determinant off the log-density. */
    private double[] logit(double[] x, double[] logDensity) {
        double[] y = new double[x.length];
        int size = x.length / batch;
        for (int i = 0; i < x.length; i++) {
            double s = ALPHA + (1 - 2 * ALPHA) * x[i];
            y[i] = Math.log(s) - Math.log1p(-s);
            logDensity[i / size] -= Math.log1p(-2 * ALPHA) - Math.log(s - s * s);
        }
        return y;
    }

    private double[] squeeze(double[] images) {
        return moved(images, events.get(0), true);
    }

    private double[] unsqueeze(double[] images) {
        return moved(images, events.get(0), false);
    }

    /** Channel c of a pixel at (y, x) goes to channel 4 c + 2 (y mod 2) + x mod 2 of the pixel at (y / 2, x / 2), or back. */
    private double[] moved(double[] from, Shape image, boolean squeeze) {
        int height = (int) image.get(0);
        int width = (int) image.get(1);
        int channels = (int) image.get(2);
        double[] to = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            int c = i % channels;
            int column = i / channels % width;
            int row = i / (channels * width) % height;
            int example = i / (channels * width * height);
            int pixel = (example * (height / 2) + row / 2) * (width / 2) + column / 2;
            int squeezed = pixel * channels * 4 + c * 4 + row % 2 * 2 + column % 2;
            to[squeeze ? squeezed : i] = from[squeeze ? i : squeezed];
        }
        return to;
    }

    /** The first or the second half of the channels. */
    private double[] half(double[] images, int which) {
        int channels = (int) events.get(1).get(2);
        double[] half = new double[images.length / 2];
        for (int i = 0; i < half.length; i++) {
            int pixel = i / (channels / 2);
            half[i] = images[pixel * channels + which * (channels / 2) + i % (channels / 2)];
        }
        return half;
    }

    private double[] joined(double[] first, double[] second) {
        int half = (int) events.get(1).get(2) / 2;
        double[] joined = new double[2 * first.length];
        for (int i = 0; i < first.length; i++) {
            int at = i / half * 2 * half + i % half;
            joined[at] = first[i];
            joined[at + half] = second[i];
        }
        return joined;
    }

    /** What was factored out and what was not, as the reference has them: side by side, channels first. */
    private double[] both(double[] out, double[] kept) {
        int channels = (int) events.get(2).get(2);
        int size = out.length / batch;
        double[] first = FlowWeights.transposed(out, batch, size / channels, channels);
        double[] second = FlowWeights.transposed(kept, batch, size / channels, channels);
        double[] both = new double[2 * out.length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(first, b * size, both, 2 * b * size, size);
            System.arraycopy(second, b * size, both, (2 * b + 1) * size, size);
        }
        return both;
    }
}
