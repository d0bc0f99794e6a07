package io.seminode.lab.verify;

import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Forward solves of small ODEs: {@code solve_*}.
 *
 * <p>Evaluations, steps and values are compared as closely as {@link Precision} says.
 */
final class SolveFamily implements ReferenceFamily {
    /** {@code solve_options.json} names its Lotka-Volterra runs by another file; these are that file's constants. */
    private static final Map<String, ReferenceTensor> OTHER_FILE =
            Map.of("a", scalar(1.5), "b", scalar(1), "c", scalar(3), "d", scalar(1));

    @Override
    public String prefix() {
        return "solve_";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Runs runs = new Runs(file, bench);
        return ReferenceCase.forEach(
                file,
                file.fields().objects("runs"),
                run -> new ReferenceCase(name(file, run), () -> runs.compare(run)));
    }

    private static String name(ReferenceFile file, Fields run) {
        StringBuilder name = new StringBuilder(file.caseName()).append(' ').append(run.text("method"));
        for (String part : List.of("name", "direction", "dtype")) {
            if (run.has(part)) {
                name.append(' ').append(run.text(part));
            }
        }
        return name.append(' ').append(RunSettings.describe(run)).toString();
    }

    private static ReferenceTensor scalar(double value) {
        return new ReferenceTensor(Shape.scalar(), "float64", new double[] {value});
    }

    /** The runs of one file; those of one field and precision share a problem. */
    private static final class Runs {
        private final ReferenceFile file;
        private final Workbench bench;
        private final Map<List<?>, Problem<?>> problems = new HashMap<>();

        Runs(ReferenceFile file, Workbench bench) {
            this.file = file;
            this.bench = bench;
        }

        Findings compare(Fields run) {
            Solver solver = RunSettings.solver(bench, run, "default");
            return compare(run, solver, RunSettings.precision(run.text("dtype")));
        }

        private <T extends TFloating> Findings compare(Fields run, Solver general, Class<T> type) {
            KnownField field = field(run);
            Solver solver = RunSettings.withPartTolerances(general, run, field.parts());
            Map<String, ReferenceTensor> constants = file.fields()
                    .findObject("constants")
                    .map(KnownField::constants)
                    .orElse(field == KnownField.LOTKA_VOLTERRA ? OTHER_FILE : Map.of());
            Map<String, ReferenceTensor> y0 = parts(field, run, "y0");
            Map<String, ReferenceTensor> expected = parts(field, run, "y");
            double[] times = run.tensor("t").rounded();

            Problem<T> problem = problem(field, type, y0, constants);
            Solution solution = bench.compile(solver, problem).solve(values(y0), times, values(constants));

            Findings findings = new Findings();
            double magnitude = expected.values().stream()
                    .mapToDouble(value -> Precision.magnitude(value.values()))
                    .max()
                    .orElse(0);
            Precision precision = Precision.of(type, solver, magnitude).given(run, solver);
            SolveChecks.compare(
                    findings, "", solution.statistics(), SolveChecks.Expected.forward(run, solver, times), precision);
            expected.forEach(
                    (part, value) -> findings.values(part, solution.all(part), value.values(), precision.values()));
            return findings;
        }

        private KnownField field(Fields run) {
            if (file.fields().has("formula")) {
                return KnownField.of(file.fields().text("formula"));
            }
            String name = run.text("name");
            if (name.startsWith("lv_")) {
                return KnownField.LOTKA_VOLTERRA;
            }
            // Other runs have it in the note of the first run of their kind.
            String kind = name.equals("jump_exact_hit") ? "pw_" : name.substring(0, name.indexOf('_') + 1);
            for (Fields other : file.fields().objects("runs")) {
                String note = other.has("note") ? other.text("note") : "";
                if (other.text("name").startsWith(kind) && note.contains("' = ")) {
                    return KnownField.of(note);
                }
            }
            throw new NotSupportedException("no formula is given for run \"" + name + "\"");
        }

        @SuppressWarnings("unchecked") // the key holds the type
        private <T extends TFloating> Problem<T> problem(
                KnownField field,
                Class<T> type,
                Map<String, ReferenceTensor> y0,
                Map<String, ReferenceTensor> constants) {
            List<Shape> shapes =
                    y0.values().stream().map(ReferenceTensor::shape).toList();
            return (Problem<T>)
                    problems.computeIfAbsent(List.of(field, type, shapes), key -> field.problem(type, y0, constants));
        }

        private static Map<String, ReferenceTensor> parts(KnownField field, Fields run, String name) {
            List<ReferenceTensor> tensors = run.isList(name) ? run.tensors(name) : List.of(run.tensor(name));
            List<String> names = field.parts();
            if (tensors.size() != names.size()) {
                throw run.malformed(name, "the parts " + names);
            }
            Map<String, ReferenceTensor> parts = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                parts.put(names.get(i), tensors.get(i));
            }
            return parts;
        }

        private static Map<String, double[]> values(Map<String, ReferenceTensor> tensors) {
            Map<String, double[]> values = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> values.put(name, tensor.values()));
            return values;
        }
    }
}
