package io.seminode.models.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import io.seminode.solver.control.PidController;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.Tsitouras5;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.spi.Named;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A solver comes back from text with all its settings; whoever adds one has to add it here. */
class SolverSettingsTest {
    /** What few of them are by default: for each component of the solver, and of the records in it. */
    private static final Map<String, Object> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("method", new Tsitouras5());
        OTHERS.put("tolerances.common.rtol", 1 / 3.0);
        OTHERS.put("tolerances.common.atol", 2e-300);
        OTHERS.put("tolerances.parts", Map.of("z", new Tolerance(1e-2, 0), "a_theta.W", new Tolerance(0, 1 / 9.0)));
        OTHERS.put("norms.forward", new MaximumNorm());
        OTHERS.put("norms.adjoint", new PooledRms());
        OTHERS.put("steps.controller", new PidController());
        OTHERS.put("steps.first", 0.1);
        OTHERS.put("steps.smallest", 1e-7);
        OTHERS.put("steps.largest", 1 / 7.0);
        OTHERS.put("steps.stepTimes", List.of(-1.0, 1 / 3.0));
        OTHERS.put("steps.jumpTimes", List.of(0.1, Math.PI));
        OTHERS.put("limits.maxSteps", 12_345);
        OTHERS.put("limits.timeLimit", Duration.ofSeconds(90, 1));
        OTHERS.put("gradients.adjoint", Adjoint.INTERPOLATING);
        OTHERS.put("gradients.mode", AdjointMode.FAITHFUL);
        OTHERS.put("gradients.storedSteps", 77);
        OTHERS.put("gradients.memoryBudget", (1L << 40) + 1);
        OTHERS.put("output.linear", true);
        OTHERS.put("output.dense", true);
        OTHERS.put("output.recordedSteps", 5);
        OTHERS.put("batching", Batching.PER_SAMPLE);
    }

    static Stream<String> settings() {
        return leaves(Solver.create(), "").keySet().stream();
    }

    /** Every setting by name; providers by theirs, since they have no other equality. */
    private static Map<String, Object> leaves(Record settings, String prefix) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = prefix + component.getName();
            Object value = value(component, settings);
            if (value instanceof Record inner && !(value instanceof Named)) {
                leaves.putAll(leaves(inner, name + "."));
            } else {
                leaves.put(name, value instanceof Named named ? named.name() : value);
            }
        }
        return leaves;
    }

    private static Solver changed(Collection<String> names) {
        return changed(Solver.create(), names, "");
    }

    @SuppressWarnings("unchecked") // a record's own constructor makes one
    private static <R extends Record> R changed(R settings, Collection<String> names, String prefix) {
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = prefix + component.getName();
            Object value = value(component, settings);
            types.add(component.getType());
            values.add(
                    value instanceof Record inner && !(value instanceof Named)
                            ? changed(inner, names, name + ".")
                            : names.contains(name) ? OTHERS.get(name) : value);
        }
        try {
            return (R) settings.getClass()
                    .getConstructor(types.toArray(Class<?>[]::new))
                    .newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Solver again(Solver solver) {
        String text = SettingsJson.write(SolverSettings.of(solver));
        return SettingsJson.read(text, SolverSettings.class).solver();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingComesBack(String name) {
        Solver solver = changed(List.of(name));
        assertNotEquals(
                leaves(Solver.create(), "").get(name),
                leaves(solver, "").get(name),
                "the test needs another value of " + name);
        assertEquals(leaves(solver, ""), leaves(again(solver), ""));
    }

    @Test
    void allTogetherComeBack() {
        Solver solver = changed(settings().toList());
        assertEquals(leaves(solver, ""), leaves(again(solver), ""));
        assertEquals(
                SettingsJson.write(SolverSettings.of(solver)), SettingsJson.write(SolverSettings.of(again(solver))));
    }

    /** As versions without bounds, and with fewer of them, wrote it. */
    @Test
    void earlierFilesAreRead() {
        String names = "{\"method\":\"dopri5\",\"rtol\":0.001,\"atol\":1.0E-6,\"forwardNorm\":\"default\","
                + "\"adjointNorm\":\"seminorm\",\"controller\":\"integral\",\"mode\":\"lazy\",\"adjoint\":\"backsolve\"";
        SolverSettings oldest = SettingsJson.read(names + "}", SolverSettings.class);
        assertEquals(
                Solver.create().limits().maxSteps(), oldest.solver().limits().maxSteps());
        SolverSettings older = SettingsJson.read(
                names
                        + ",\"bounds\":{\"firstStep\":0.5,\"minStep\":0.0,\"maxStep\":null,\"storedSteps\":512,\"memoryBudget\":268435456}}",
                SolverSettings.class);
        assertEquals(0.5, older.solver().steps().first());
        assertEquals(
                Solver.create().limits().maxSteps(), older.solver().limits().maxSteps());
        assertEquals(Batching.JOINT, older.solver().batching());
    }

    /** A training goes on with other limits, and with its steps recorded; with nothing else. */
    @ParameterizedTest
    @MethodSource("settings")
    void fingerprintLeavesOutLimitsOnly(String name) {
        SolverSettings plain = SolverSettings.of(Solver.create()).fingerprint();
        SolverSettings other = SolverSettings.of(changed(List.of(name))).fingerprint();
        if (List.of("limits.maxSteps", "limits.timeLimit", "output.recordedSteps")
                .contains(name)) {
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
