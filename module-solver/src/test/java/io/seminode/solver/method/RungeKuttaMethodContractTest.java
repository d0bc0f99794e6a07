package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.testkit.RungeKuttaMethodContract;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** Every registered Runge-Kutta method keeps the contract. */
class RungeKuttaMethodContractTest extends RungeKuttaMethodContract {
    @Override
    protected Collection<RungeKuttaMethod> providers() {
        return Methods.load().all();
    }

    @Test
    void builtInMethodIsFound() {
        assertTrue(Methods.load().names().contains("dopri5"));
    }
}
