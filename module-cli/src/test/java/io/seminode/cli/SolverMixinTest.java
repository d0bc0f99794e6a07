package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.models.file.SettingsJson;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.StepControl;
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
                "--adjoint=interpolating",
                "--stored-steps=64",
                "--memory-budget=3",
                "--max-steps=77",
                "--time-limit=2.5",
                "--norm=linf",
                "--rtol=1e-5",
                "--atol=1e-7");
        assertEquals("tsit5", solver.method().name());
        assertEquals("pid:filter=h321", solver.controller().name());
        StepControl steps = solver.steps();
        assertEquals(List.of(0.01, 1e-5, 0.25), List.of(steps.first(), steps.smallest(), steps.largest()));
        assertEquals(AdjointMode.FAITHFUL, solver.gradients().mode());
        assertEquals(Adjoint.INTERPOLATING, solver.gradients().adjoint());
        assertEquals(64, solver.gradients().storedSteps());
        assertEquals(3 << 20, solver.gradients().memoryBudget());
        assertEquals(77, solver.limits().maxSteps());
        assertEquals(Duration.ofMillis(2500), solver.limits().timeLimit());
        assertEquals("linf", solver.norms().adjoint().name());
        assertEquals(
                List.of(1e-5, 1e-7),
                List.of(solver.tolerance().rtol(), solver.tolerance().atol()));
    }

    @Test
    void noneMeansTheSolversOwn() {
        Solver solver = solver();
        Solver usual = Solver.create()
                .withTolerances(solver.tolerance().rtol(), solver.tolerance().atol());
        assertEquals(SettingsJson.write(usual), SettingsJson.write(solver));
    }
}
