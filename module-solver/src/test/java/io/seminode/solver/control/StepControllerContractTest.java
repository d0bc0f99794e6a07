package io.seminode.solver.control;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.testkit.StepControllerContract;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** Every registered step controller keeps the contract. */
class StepControllerContractTest extends StepControllerContract {
    @Override
    protected Collection<StepController> providers() {
        return Controllers.load().all();
    }

    @Test
    void builtInControllerIsFound() {
        assertTrue(Controllers.load().names().contains("integral"));
    }
}
