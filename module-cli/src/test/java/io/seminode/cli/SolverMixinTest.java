package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.StepOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a user says about the solver is what a training solves with. */
class SolverMixinTest {
    private static Solver solver(String... words) {
        List<String> command = new ArrayList<>(List.of("train", "pendulum"));
        command.addAll(List.of(words));
        return Objects.requireNonNull(TrainCommand.parsed(Main.commandLine(), command))
                .settings()
                .solver()
                .solver();
    }

    @Test
    void everyOption() {
        Solver solver = solver(
                "--method=tsit5",
                "--controller=pid:filter=h321",
                "--first-step=0.01",
                "--min-step=1e-5",
                "--max-step=0.25",
                "--mode=faithful",
                "--adjoint=quadrature",
                "--stored-steps=64",
                "--memory-budget=3",
                "--max-steps=77",
                "--time-limit=2.5",
                "--norm=linf",
                "--rtol=1e-5",
                "--atol=1e-7");
        assertEquals("tsit5", solver.method().name());
        assertEquals("pid:filter=h321", solver.controller().name());
        StepOptions steps = solver.stepOptions();
        assertEquals(List.of(0.01, 1e-5, 0.25), List.of(steps.first(), steps.smallest(), steps.largest()));
        assertEquals(AdjointMode.FAITHFUL, solver.mode());
        assertEquals(Adjoint.QUADRATURE, solver.adjoint());
        assertEquals(64, solver.storedSteps());
        assertEquals(3 << 20, solver.memoryBudget());
        assertEquals(77, solver.maxSteps());
        assertEquals(Duration.ofMillis(2500), solver.timeLimit());
        assertEquals("linf", solver.adjointNorm().name());
        assertEquals(List.of(1e-5, 1e-7), List.of(solver.rtol(), solver.atol()));
    }

    @Test
    void noneMeansTheSolversOwn() {
        Solver solver = solver();
        assertEquals(StepOptions.NONE, solver.stepOptions());
        assertEquals(Solver.create().storedSteps(), solver.storedSteps());
        assertEquals(Solver.create().memoryBudget(), solver.memoryBudget());
        assertEquals(Solver.create().maxSteps(), solver.maxSteps());
        assertNull(solver.timeLimit());
        assertEquals(AdjointMode.LAZY, solver.mode());
    }
}
