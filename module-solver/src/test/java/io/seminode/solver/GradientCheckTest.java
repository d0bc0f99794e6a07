package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.GradientCheck.Report;
import io.seminode.solver.GradientCheck.Row;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** A problem that every adjoint can do, and one that cannot be solved backward. */
class GradientCheckTest {
    private static Report check(double lambda, double end) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(2))
                .state("x", Shape.of(2))
                .parameter("w", Shape.of(2))
                .field((tf, t, y, p) -> NamedOperands.of(
                        "z", tf.math.mul(y.get("z"), tf.constant(lambda)),
                        "x", tf.math.mul(p.get("w"), tf.math.sin(y.get("z")))))
                .build();
        return GradientCheck.run(
                Solver.create().withTolerances(1e-6, 1e-9).withMaxSteps(2000),
                problem,
                Map.of("z", new double[] {1, -0.5}, "x", new double[] {0, 1}),
                new double[] {0, end},
                Map.of("w", new double[] {0.3, 0.7}),
                ExecutionOptions.NATIVE_CPU,
                1);
    }

    @Test
    void everyAdjointAgreesOnAnEasyProblem() {
        Report report = check(-0.5, 1);
        assertEquals(Adjoint.values().length, report.rows().size());
        for (Row row : report.rows()) {
            assertNull(row.failure());
            assertTrue(row.fromCheckpointed() < report.bound(), row.toString());
            assertTrue(row.fromDifferences() < 1e-4, row.toString());
        }
        assertEquals(0, report.row(Adjoint.CHECKPOINTED).fromCheckpointed());
        assertTrue(report.returnError() < 1e-4, "return error " + report.returnError());
        assertEquals(Adjoint.BACKSOLVE, report.recommended());
    }

    /** Going back, e^(30 t) blows up every error of z, which x depends on at the beginning. */
    @Test
    void backsolveIsNotRecommendedWhereTheStateCannotBeSolvedBackward() {
        Report report = check(-30, 2);
        assertFalse(report.returnError() < 1, "return error " + report.returnError());
        assertFalse(report.row(Adjoint.BACKSOLVE).fromCheckpointed() <= report.bound());
        assertEquals(Adjoint.INTERPOLATING, report.recommended());
    }
}
