package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.testkit.MethodContract;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** Every registered method keeps the contract. */
class MethodContractTest extends MethodContract {
    @Override
    protected Collection<Method> providers() {
        return Methods.load().all();
    }

    @Test
    void builtInMethodIsFound() {
        assertTrue(Methods.load().names().contains("dopri5"));
    }
}
