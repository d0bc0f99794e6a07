package io.seminode.models.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import io.seminode.solver.control.Output;
import io.seminode.solver.control.PidController;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.Tsitouras5;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.UnknownProviderException;
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
class SolverJsonTest {
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
            throw new LinkageError("a record of settings", e);
        }
    }

    private static Object value(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record of settings", e);
        }
    }

    private static Solver again(Solver solver) {
        return SettingsJson.read(SettingsJson.write(solver), Solver.class);
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
        assertEquals(SettingsJson.write(solver), SettingsJson.write(again(solver)));
    }

    /** As versions without bounds, with fewer of them, and before there was a record for each kind of setting. */
    @Test
    void earlierFilesAreRead() {
        String names = "{\"method\":\"tsit5\",\"rtol\":0.01,\"atol\":1.0E-5,\"forwardNorm\":\"linf\","
                + "\"adjointNorm\":\"rms\",\"controller\":\"pid\",\"mode\":\"faithful\",\"adjoint\":\"interpolating\"";
        Solver oldest = Solver.create()
                .withMethod("tsit5")
                .withTolerances(0.01, 1e-5)
                .withNorms(new MaximumNorm(), new PooledRms())
                .withController("pid")
                .withMode(AdjointMode.FAITHFUL)
                .withAdjoint(Adjoint.INTERPOLATING);
        assertRead(oldest, names + "}");
        Solver older = oldest.withFirstStep(0.5)
                .withGradients(g -> g.withStoredSteps(5).withMemoryBudget(77));
        String bounds = names
                + ",\"bounds\":{\"firstStep\":0.5,\"minStep\":0.0,\"maxStep\":null,\"storedSteps\":5,\"memoryBudget\":77";
        assertRead(older, bounds + "}}");
        assertRead(
                older.withMaxSteps(9)
                        .withTimeLimit(Duration.ofSeconds(90))
                        .withTolerances("z", 0.5, 0.25)
                        .withSteps(s -> s.withStepTimes(1, 2).withJumpTimes(3))
                        .withOutput(o -> new Output(true, true, 4))
                        .withBatching(Batching.PER_SAMPLE),
                bounds
                        + ",\"maxSteps\":9,\"timeLimit\":\"PT1M30S\"},\"further\":{\"stepTimes\":[1.0,2.0],\"jumpTimes\":[3.0],"
                        + "\"linear\":true,\"partTolerances\":{\"z\":{\"rtol\":0.5,\"atol\":0.25}},\"denseOutput\":true,"
                        + "\"recordedSteps\":4,\"batching\":\"per-sample\"}}");
    }

    private static void assertRead(Solver expected, String json) {
        assertEquals(leaves(expected, ""), leaves(SettingsJson.read(json, Solver.class), ""));
    }

    @Test
    void whatCannotBeIsNamed() {
        String usual = SettingsJson.write(Solver.create());
        assertUnfit(usual.replace("\"first\":0.0", "\"first\":-1"), "first step is -1");
        assertUnfit(usual.replace("\"timeLimit\":null", "\"timeLimit\":\"a minute\""), "a minute");
        assertUnfit(usual.replace("\"first\":", "\"frist\":"), "frist");
        String norm = usual.replace("seminorm", "seminrom");
        UnknownProviderException unknown =
                assertThrows(UnknownProviderException.class, () -> SettingsJson.read(norm, Solver.class));
        assertTrue(unknown.getMessage().contains("rms-seminorm"), unknown.getMessage());
    }

    private static void assertUnfit(String json, String named) {
        StoredFileException e = assertThrows(StoredFileException.class, () -> SettingsJson.read(json, Solver.class));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
