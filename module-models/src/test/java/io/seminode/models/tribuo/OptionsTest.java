package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.file.SolverSettings;
import io.seminode.models.train.TrainingSettings;
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
        assertEquals("default", new SolverOptions().settings().forwardNorm());
        assertEquals("seminorm", new SolverOptions().settings().adjointNorm());
        assertEquals("linf", new SolverOptions().withNorm("linf").settings().forwardNorm());
        SolverOptions both = new SolverOptions().withNorms("seminorm", "seminorm");
        assertEquals("seminorm", both.settings().forwardNorm());
    }

    @Test
    void defaultsAreTheSolversOwn() {
        assertEquals(
                SolverSettings.Bounds.DEFAULT, new SolverOptions().settings().bounds());
        assertEquals(32, new TrainingOptions().settings(100, 1).microBatch());
    }

    @Test
    void stepsAndMemoryAreTheSolvers() {
        SolverOptions options = new SolverOptions().withSteps(0.1, 0.01, 0.5).withMemory(10, 3);
        assertEquals(
                new SolverSettings.Bounds(0.1, 0.01, 0.5, 10, 3 << 20),
                options.settings().bounds());
        assertEquals(0.5, options.solver().steps().largest());
        assertThrows(PropertyException.class, () -> new SolverOptions().withSteps(-1, 0, 0));
        assertThrows(PropertyException.class, () -> new SolverOptions().withMemory(0, 3));
    }

    @Test
    void piecesOfABatchThatFewExamplesMakeSmallerAreWhole() {
        TrainingOptions options = new TrainingOptions().withBatchSize(32).withMicroBatch(8);
        TrainingSettings few = options.settings(30, 1);
        assertEquals(24, few.batchSize());
        assertEquals(8, few.microBatch());
        assertEquals(5, options.settings(5, 1).microBatch());
        assertThrows(PropertyException.class, () -> options.withMicroBatch(5));
        assertThrows(PropertyException.class, () -> options.withMicroBatch(-1));
    }
}
