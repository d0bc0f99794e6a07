package io.seminode.models.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import io.seminode.solver.control.PidController;
import io.seminode.solver.control.StepController;
import io.seminode.solver.control.StepOptions;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.RungeKuttaMethod;
import io.seminode.solver.method.Tsitouras5;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.spi.Named;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A solver comes back from text with all its settings; whoever adds a component has to add it here. */
class SolverSettingsTest {
    /** What few of them are by default, by component. */
    private static final Map<String, Object> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("method", new Tsitouras5());
        OTHERS.put("rtol", 1 / 3.0);
        OTHERS.put("atol", 2e-300);
        OTHERS.put("forwardNorm", new MaximumNorm());
        OTHERS.put("adjointNorm", new PooledRms());
        OTHERS.put("controller", new PidController());
        OTHERS.put(
                "stepOptions",
                new StepOptions(0.1, 1e-7, 1 / 7.0, List.of(-1.0, 1 / 3.0), List.of(0.1, Math.PI), true));
        OTHERS.put("partTolerances", Map.of("z", new Tolerance(1e-2, 0), "a_theta.W", new Tolerance(0, 1 / 9.0)));
        OTHERS.put("mode", AdjointMode.FAITHFUL);
        OTHERS.put("adjoint", Adjoint.QUADRATURE);
        OTHERS.put("storedSteps", 77);
        OTHERS.put("memoryBudget", (1L << 40) + 1);
        OTHERS.put("denseOutput", true);
        OTHERS.put("maxSteps", 12_345);
        OTHERS.put("timeLimit", Duration.ofSeconds(90, 1));
        OTHERS.put("recordedSteps", 5);
        OTHERS.put("batching", Batching.PER_SAMPLE);
    }

    static Stream<String> components() {
        return Arrays.stream(Solver.class.getRecordComponents()).map(RecordComponent::getName);
    }

    private static Solver changed(List<String> components) throws ReflectiveOperationException {
        Solver solver = Solver.create();
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : Solver.class.getRecordComponents()) {
            types.add(component.getType());
            Object other = OTHERS.get(component.getName());
            values.add(components.contains(component.getName()) ? other : value(component, solver));
        }
        return Solver.class.getConstructor(types.toArray(Class<?>[]::new)).newInstance(values.toArray());
    }

    private static Object value(RecordComponent component, Solver solver) throws ReflectiveOperationException {
        return component.getAccessor().invoke(solver);
    }

    /** Norms, methods and controllers have no equality but their names. */
    private static Object comparable(Object value) {
        boolean provider =
                value instanceof Norm || value instanceof RungeKuttaMethod || value instanceof StepController;
        return provider ? ((Named) value).name() : value;
    }

    private static Solver again(Solver solver) {
        String text = SettingsJson.write(SolverSettings.of(solver));
        return SettingsJson.read(text, SolverSettings.class).solver();
    }

    private static void assertSame(Solver expected, Solver found) throws ReflectiveOperationException {
        for (RecordComponent component : Solver.class.getRecordComponents()) {
            Object value = value(component, expected);
            if (value != null) {
                assertEquals(comparable(value), comparable(value(component, found)), component.getName());
            } else {
                assertEquals(null, value(component, found), component.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("components")
    void everyComponentComesBack(String component) throws ReflectiveOperationException {
        Solver solver = changed(List.of(component));
        Object own = value(
                Arrays.stream(Solver.class.getRecordComponents())
                        .filter(c -> c.getName().equals(component))
                        .findFirst()
                        .orElseThrow(),
                Solver.create());
        assertNotEquals(own, OTHERS.get(component), "the test needs another value of " + component);
        assertSame(solver, again(solver));
    }

    @Test
    void allTogetherComeBack() throws ReflectiveOperationException {
        Solver solver = changed(components().toList());
        assertSame(solver, again(solver));
        assertEquals(SolverSettings.of(solver), SolverSettings.of(again(solver)));
        assertEquals(
                SettingsJson.write(SolverSettings.of(solver)), SettingsJson.write(SolverSettings.of(again(solver))));
    }

    /** As versions without bounds, and with fewer of them, wrote it. */
    @Test
    void earlierFilesAreRead() {
        String names = "{\"method\":\"dopri5\",\"rtol\":0.001,\"atol\":1.0E-6,\"forwardNorm\":\"default\","
                + "\"adjointNorm\":\"seminorm\",\"controller\":\"integral\",\"mode\":\"lazy\",\"adjoint\":\"backsolve\"";
        SolverSettings oldest = SettingsJson.read(names + "}", SolverSettings.class);
        assertEquals(Solver.create().maxSteps(), oldest.solver().maxSteps());
        SolverSettings older = SettingsJson.read(
                names
                        + ",\"bounds\":{\"firstStep\":0.5,\"minStep\":0.0,\"maxStep\":null,\"storedSteps\":512,\"memoryBudget\":268435456}}",
                SolverSettings.class);
        assertEquals(0.5, older.solver().stepOptions().first());
        assertEquals(Solver.create().maxSteps(), older.solver().maxSteps());
        assertEquals(Batching.JOINT, older.solver().batching());
    }

    /** A training goes on with other limits, and with its steps recorded; with nothing else. */
    @ParameterizedTest
    @MethodSource("components")
    void fingerprintLeavesOutLimitsOnly(String component) throws ReflectiveOperationException {
        SolverSettings plain = SolverSettings.of(Solver.create()).fingerprint();
        SolverSettings other = SolverSettings.of(changed(List.of(component))).fingerprint();
        if (List.of("maxSteps", "timeLimit", "recordedSteps").contains(component)) {
            assertEquals(plain, other);
        } else {
            assertNotEquals(plain, other);
        }
    }

    @Test
    void limitsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> SolverSettings.Bounds.seconds(0));
        assertThrows(IllegalArgumentException.class, () -> SolverSettings.Bounds.seconds(Double.NaN));
        SolverSettings.Bounds nonsense = new SolverSettings.Bounds(0, 0, null, 1, 1, 1, "a minute");
        SolverSettings settings = new SolverSettings(
                "dopri5", 1e-3, 1e-6, "default", "default", "integral", "lazy", "backsolve", nonsense);
        assertThrows(IllegalArgumentException.class, settings::solver);
    }
}
