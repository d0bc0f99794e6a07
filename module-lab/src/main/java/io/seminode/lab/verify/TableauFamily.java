package io.seminode.lab.verify;

import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.RungeKutta;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.types.TFloat64;

/**
 * Coefficients of the registered methods as the faithful mode has them, and one step with each: {@code tableaus}.
 *
 * <p>Stages, error estimate and dense output of the step are computed here from the coefficients; the compiled step is
 * compared too, by a solve whose tolerances are so loose that its first step reaches the end.
 */
final class TableauFamily implements ReferenceFamily {
    private static final double BOUND = 1e-12;

    @Override
    public String prefix() {
        return "tableaus";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        List<ReferenceCase> cases = new ArrayList<>();
        Fields tableaus = file.fields().object("tableaus");
        for (String method : tableaus.names()) {
            Fields expected = tableaus.object(method);
            cases.add(new ReferenceCase(
                    file.caseName() + " " + method + " coefficients",
                    () -> coefficients(RunSettings.tableau(RunSettings.method(bench, method)), expected)));
        }
        file.fields().findObject("one_step").ifPresent(step -> {
            Fields methods = step.object("methods");
            for (String method : methods.names()) {
                cases.add(new ReferenceCase(
                        file.caseName() + " " + method + " one step",
                        () -> oneStep(bench, method, step, methods.object(method))));
            }
        });
        return cases;
    }

    private static Findings coefficients(ButcherTableau tableau, Fields expected) {
        Findings findings = new Findings();
        // What torchdiffeq calls order is the one that step sizes follow.
        findings.equal("order", tableau.errorOrder(), expected.integer("order"));
        findings.equal("stages after the first", tableau.stages() - 1, expected.integer("stages_evaluated_per_step"));
        double[] nodes = tableau.nodes();
        findings.values(
                "nodes",
                Arrays.copyOfRange(nodes, 1, nodes.length),
                expected.tensor("alpha").values(),
                BOUND);
        List<ReferenceTensor> rows = expected.tensors("beta");
        for (int i = 1; i < tableau.stages(); i++) {
            findings.values(
                    "row " + i,
                    tableau.row(i),
                    i <= rows.size() ? rows.get(i - 1).values() : new double[0],
                    BOUND);
        }
        findings.values("weights", tableau.weights(), expected.tensor("c_sol").values(), BOUND);
        findings.values(
                "error weights",
                tableau.errorWeights(),
                expected.tensor("c_error").values(),
                BOUND);
        findings.values(
                "mid-point weights",
                tableau.midWeights(),
                expected.tensor("mid").values(),
                BOUND);
        return findings;
    }

    private static Findings oneStep(Workbench bench, String name, Fields step, Fields expected) {
        ButcherTableau tableau = RunSettings.tableau(RunSettings.method(bench, name));
        OneStep taken = OneStep.take(
                tableau,
                new TanhField(step),
                step.number("t0"),
                step.number("dt"),
                step.tensor("y0").values());
        Findings findings = new Findings();
        double[] y1 = taken.combined(tableau.weights());
        findings.values("f0", taken.stage(0), expected.tensor("f0").values(), BOUND);
        findings.values("stages", taken.stagesInColumns(), expected.tensor("k").values(), BOUND);
        findings.values("y1", y1, expected.tensor("y1").values(), BOUND);
        findings.values(
                "error",
                taken.increment(tableau.errorWeights()),
                expected.tensor("y1_error").values(),
                Precision.magnitude(y1),
                BOUND);
        findings.values(
                "middle",
                taken.combined(tableau.midWeights()),
                expected.tensor("y_mid").values(),
                BOUND);
        Fields fractions = expected.object("interp_at_fraction");
        compiled(findings, bench, name, step, expected, fractions);
        return findings;
    }

    /** The step and its dense output as the compiled loop makes them. */
    private static void compiled(
            Findings findings, Workbench bench, String name, Fields step, Fields expected, Fields fractions) {
        double t0 = step.number("t0");
        double dt = step.number("dt");
        ReferenceTensor y0 = step.tensor("y0");
        List<String> inside = fractions.names().stream()
                .filter(f -> Double.parseDouble(f) > 0)
                .sorted((f, g) -> Double.compare(Double.parseDouble(f), Double.parseDouble(g)))
                .toList();
        double[] times = new double[inside.size() + 1];
        times[0] = t0;
        for (int i = 0; i < inside.size(); i++) {
            times[i + 1] = t0 + dt * Double.parseDouble(inside.get(i));
        }
        // The norm of y0 over the tolerance is 1e-4, so that the first step is |y0| / |f0|: longer than dt here.
        Solver loose = Solver.create()
                .withMethod(new Faithful(RunSettings.method(bench, name)))
                .withMode(AdjointMode.LAZY)
                .withTolerances(0, 1e4 * rms(y0.values()));
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("y", y0.shape())
                .constant("A", step.tensor("A").shape())
                .constant("b", step.tensor("b").shape())
                .field((tf, t, y, c) -> NamedOperands.of(
                        "y",
                        tf.math.add(
                                tf.math.tanh(KnownField.product(tf, c.get("A"), y.get("y"))),
                                tf.math.mul(c.get("b"), tf.math.sin(t)))))
                .build();
        Solution solution = bench.compile(loose, problem)
                .solve(
                        Map.of("y", y0.values()),
                        times,
                        Map.of(
                                "A",
                                step.tensor("A").values(),
                                "b",
                                step.tensor("b").values()));
        if (solution.statistics().accepted() != 1) {
            throw new NotSupportedException("the compiled loop cannot be made to take this step at once");
        }
        findings.values("compiled y1", solution.last("y"), expected.tensor("y1").values(), BOUND);
        for (int i = 0; i < inside.size(); i++) {
            findings.values(
                    "compiled y at " + inside.get(i) + " of the step",
                    solution.get("y", i + 1),
                    fractions.tensor(inside.get(i)).values(),
                    BOUND);
        }
    }

    /** A method with torchdiffeq's coefficients, for a solve that ends its last step at the last time. */
    private record Faithful(Method method) implements RungeKutta {
        @Override
        public String name() {
            return method.name();
        }

        @Override
        public String description() {
            return method.description();
        }

        @Override
        public ButcherTableau tableau() {
            return RunSettings.tableau(method);
        }
    }

    private static double rms(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElseThrow());
    }

    /** f(t, y) = tanh(A y) + b sin t. */
    private record TanhField(ReferenceTensor a, ReferenceTensor b) {
        TanhField(Fields step) {
            this(step.tensor("A"), step.tensor("b"));
        }

        double[] at(double t, double[] y) {
            double[] rate = b.values();
            for (int i = 0; i < rate.length; i++) {
                double[] row = a.row(i);
                double sum = 0;
                for (int j = 0; j < y.length; j++) {
                    sum += row[j] * y[j];
                }
                rate[i] = Math.tanh(sum) + rate[i] * Math.sin(t);
            }
            return rate;
        }
    }

    /** The stages of a step. */
    private record OneStep(double dt, List<Double> start, List<List<Double>> stages) {
        static OneStep take(ButcherTableau tableau, TanhField field, double t0, double dt, double[] y0) {
            List<List<Double>> stages = new ArrayList<>();
            OneStep step = new OneStep(dt, boxed(y0), stages);
            for (int i = 0; i < tableau.stages(); i++) {
                stages.add(boxed(field.at(t0 + tableau.nodes()[i] * dt, step.combined(tableau.row(i)))));
            }
            return step;
        }

        double[] stage(int i) {
            return stages.get(i).stream().mapToDouble(k -> k).toArray();
        }

        double[] increment(double[] weights) {
            double[] sum = new double[start.size()];
            for (int j = 0; j < weights.length; j++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += dt * weights[j] * stages.get(j).get(i);
                }
            }
            return sum;
        }

        double[] combined(double[] weights) {
            double[] y = increment(weights);
            for (int i = 0; i < y.length; i++) {
                y[i] += start.get(i);
            }
            return y;
        }

        /** [state, stages] row-major, as the reference has it. */
        double[] stagesInColumns() {
            double[] all = new double[start.size() * stages.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = stages.get(i % stages.size()).get(i / stages.size());
            }
            return all;
        }

        private static List<Double> boxed(double[] values) {
            return Arrays.stream(values).boxed().toList();
        }
    }
}
