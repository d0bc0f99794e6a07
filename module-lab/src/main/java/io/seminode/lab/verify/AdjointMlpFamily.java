package io.seminode.lab.verify;

import io.seminode.solver.AdjointMode;
import io.seminode.solver.Gradient;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Gradients of a loss through a small network's ODE by the continuous adjoint: {@code adjoint_mlp_*}.
 *
 * <p>Evaluations and steps, forward and backward, must be equal; values and gradients are compared within {@link
 * Findings#FLOAT64_BOUND}, see {@link Precision}. The file's "truth", backpropagated through a solve with tolerances of 1e-13, is compared with our adjoint at
 * 1e-10 within {@link AdjointSolve#TRUTH_BOUND}, in both modes.
 */
final class AdjointMlpFamily implements ReferenceFamily {
    @Override
    public String prefix() {
        return "adjoint_mlp_";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Runs runs = new Runs(file.fields(), bench);
        List<ReferenceCase> cases = new ArrayList<>(ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(name(file, run), () -> runs.compare(run))));
        file.fields().findObject("truth").ifPresent(truth -> {
            for (String times : truth.names()) {
                Fields expected = truth.object(times).object("backprop");
                for (AdjointMode mode : AdjointMode.values()) {
                    cases.add(new ReferenceCase(
                            file.caseName() + " truth " + times + " " + mode.id(),
                            () -> runs.compareTruth(times, expected, mode)));
                }
            }
        });
        return cases;
    }

    private static String name(ReferenceFile file, Fields run) {
        return String.join(
                        " ",
                        file.caseName(),
                        run.text("times"),
                        run.text("method"),
                        run.text("norm"),
                        RunSettings.describe(run))
                + (run.flag("t_requires_grad") ? " dL/dt" : "");
    }

    private static final class Runs {
        private final Fields file;
        private final Workbench bench;
        private @Nullable Problem<TFloat64> problem;

        Runs(Fields file, Workbench bench) {
            this.file = file;
            this.bench = bench;
        }

        Findings compare(Fields run) {
            Solver solver = RunSettings.solver(bench, run, run.text("norm"));
            boolean timeGradient = run.flag("t_requires_grad");
            AdjointSolve found = solve(solver, run.text("times"), timeGradient);
            Findings findings = new Findings();
            Precision precision = found.compareSteps(findings, run, solver, problem(), timeGradient);
            compare(findings, found, run.text("times"), run, timeGradient, precision.values());
            return findings;
        }

        Findings compareTruth(String times, Fields expected, AdjointMode mode) {
            Findings findings = new Findings();
            AdjointSolve found = solve(AdjointSolve.tight(bench, mode), times, true);
            compare(findings, found, times, expected, true, AdjointSolve.TRUTH_BOUND);
            return findings;
        }

        private void compare(
                Findings findings,
                AdjointSolve found,
                String times,
                Fields expected,
                boolean timeGradient,
                double bound) {
            double[] z = found.solution().all("z");
            findings.values("z", z, expected.tensor("z").values(), bound);
            findings.value("loss", loss(z, c(times)), expected.number("loss"), bound);
            Gradient gradient = found.gradient();
            findings.values(
                    "gradient by z0",
                    gradient.state("z"),
                    expected.tensor("grad_z0").values(),
                    bound);
            Fields byParameter = expected.object("grad_params");
            for (String name : byParameter.names()) {
                double[] values = byParameter.tensor(name).values();
                findings.values("gradient by " + name, gradient.parameter(name), values, bound);
            }
            if (timeGradient) {
                findings.values(
                        "gradient by t",
                        gradient.times(),
                        expected.tensor("grad_t").values(),
                        bound);
            }
        }

        private AdjointSolve solve(Solver solver, String times, boolean timeGradient) {
            Map<String, double[]> parameters = new LinkedHashMap<>();
            Fields stored = file.object("params");
            stored.names()
                    .forEach(name -> parameters.put(name, stored.tensor(name).values()));
            double[] c = c(times);
            return AdjointSolve.of(
                    bench,
                    solver,
                    problem(),
                    file.tensor("z0").values(),
                    file.object("times").tensor(times).values(),
                    parameters,
                    z -> cotangent(z, c),
                    timeGradient);
        }

        private double[] c(String times) {
            return file.object("c").tensor(times).values();
        }

        /** sum z^2 + sum c z. */
        private static double loss(double[] z, double[] c) {
            double loss = 0;
            for (int i = 0; i < z.length; i++) {
                loss += z[i] * z[i] + c[i] * z[i];
            }
            return loss;
        }

        private static double[] cotangent(double[] z, double[] c) {
            double[] cotangent = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                cotangent[i] = 2 * z[i] + c[i];
            }
            return cotangent;
        }

        private Problem<TFloat64> problem() {
            Problem<TFloat64> known = problem;
            if (known != null) {
                return known;
            }
            boolean timeDependent = file.flag("time_dependent");
            Fields parameters = file.object("params");
            int layers = parameters.names().size() / 2;
            Problem.Builder<TFloat64> builder = Problem.builder(TFloat64.class)
                    .state("z", file.tensor("z0").shape())
                    .field((tf, t, y, p) -> NamedOperands.of("z", mlp(tf, t, y.get("z"), p, layers, timeDependent)));
            parameters
                    .names()
                    .forEach(name ->
                            builder.parameter(name, parameters.tensor(name).shape()));
            Problem<TFloat64> built = builder.build();
            problem = built;
            return built;
        }

        /** x = [t, z] or z; then x W^T + b for each layer, tanh between them. */
        private static Operand<TFloat64> mlp(
                Ops tf,
                Operand<TFloat64> t,
                Operand<TFloat64> z,
                NamedOperands<TFloat64> parameters,
                int layers,
                boolean timeDependent) {
            Operand<TFloat64> x = z;
            if (timeDependent) {
                Operand<TFloat64> ones = tf.math.add(
                        Tensors.zeros(tf, TFloat64.class, z.shape().take(1).append(1)), tf.constant(1.0));
                x = tf.concat(List.of(tf.math.mul(ones, t), z), tf.constant(1));
            }
            for (int layer = 0; layer < layers; layer++) {
                Operand<TFloat64> weight = parameters.get("W." + layer);
                x = tf.math.add(
                        tf.linalg.matMul(x, weight, org.tensorflow.op.linalg.MatMul.transposeB(true)),
                        parameters.get("b." + layer));
                if (layer < layers - 1) {
                    x = tf.math.tanh(x);
                }
            }
            return x;
        }
    }
}
