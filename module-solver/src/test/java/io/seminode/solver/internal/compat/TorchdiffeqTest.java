package io.seminode.solver.internal.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.method.Multistep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which methods torchdiffeq has differently. */
class TorchdiffeqTest {
    @Test
    void fiveMethodsAreOthersUnderTheSameName() {
        List<String> others = Methods.load().all().stream()
                .filter(method -> Torchdiffeq.of(method) != method)
                .peek(method ->
                        assertEquals(method.name(), Torchdiffeq.of(method).name()))
                .map(Method::name)
                .toList();
        assertEquals(List.of("adaptive_heun", "bosh3", "explicit_adams", "fehlberg2", "tsit5"), others);
    }

    @Test
    void anOrderThatWasAskedForIsTaken() {
        Method asked = Methods.load().get("explicit_adams:order=5");
        assertSame(asked, Torchdiffeq.of(asked));
        Multistep usual =
                assertInstanceOf(Multistep.class, Torchdiffeq.of(Methods.load().get("explicit_adams")));
        assertEquals(12, usual.formulas().maxOrder());
    }
}
