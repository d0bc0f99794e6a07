package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be set can be configured, and says what it is. */
class OptionsTest {
    private static final Set<String> STATE = Set.of("invocations", "steps");

    @ParameterizedTest
    @ValueSource(
            classes = {
                NeuralTrainer.class,
                NeuralOdeTrainer.class,
                NeuralCdeTrainer.class,
                FlowTrainer.class,
                SolverOptions.class,
                TrainingOptions.class,
                NamedTimeConverter.class
            })
    void everyFieldIsAnOptionWithADescription(Class<?> type) {
        int options = 0;
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic() || STATE.contains(field.getName())) {
                continue;
            }
            Config config = field.getAnnotation(Config.class);
            assertTrue(config != null && config.description().endsWith("."), () -> type + ": " + field.getName());
            assertFalse(config.mandatory(), "has a default");
            options++;
        }
        assertTrue(options > 0);
    }

    @Test
    void forwardEverythingIsMeasuredUnlessSaidOtherwise() {
        assertEquals("default", new SolverOptions().solver().norms().forward().name());
        assertEquals("seminorm", new SolverOptions().solver().norms().adjoint().name());
        assertEquals(
                "linf",
                new SolverOptions().withNorm("linf").solver().norms().forward().name());
        SolverOptions both = new SolverOptions().withNorms("seminorm", "seminorm");
        assertEquals("seminorm", both.solver().norms().forward().name());
    }

    @Test
    void defaultsAreTheSolversOwn() {
        assertEquals(SettingsJson.write(Solver.create()), SettingsJson.write(new SolverOptions().solver()));
        assertEquals(TrainingSettings.create(), new TrainingOptions().settings(100, 0));
    }

    @Test
    void stepsAndMemoryAreTheSolvers() {
        SolverOptions options = new SolverOptions().withSteps(0.1, 0.01, 0.5).withMemory(10, 3);
        Solver expected = Solver.create()
                .withSteps(s -> s.withFirst(0.1).withSmallest(0.01).withLargest(0.5))
                .withGradients(g -> g.withStoredSteps(10).withMemoryBudget(3 << 20));
        assertEquals(SettingsJson.write(expected), SettingsJson.write(options.solver()));
        assertThrows(PropertyException.class, () -> new SolverOptions().withSteps(-1, 0, 0));
        assertThrows(PropertyException.class, () -> new SolverOptions().withMemory(0, 3));
    }

    @Test
    void piecesOfABatchThatFewExamplesMakeSmallerAreWhole() {
        TrainingOptions options = new TrainingOptions().withBatchSize(32).withMicroBatch(8);
        TrainingSettings few = options.settings(30, 1);
        assertEquals(24, few.batches().size());
        assertEquals(8, few.batches().microBatch());
        assertEquals(5, options.settings(5, 1).batches().microBatch());
        assertThrows(PropertyException.class, () -> options.withMicroBatch(5));
        assertThrows(PropertyException.class, () -> options.withMicroBatch(-1));
    }
}
