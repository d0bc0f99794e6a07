package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.seminode.models.tribuo.FlowTrainer;
import io.seminode.models.tribuo.NamedTimeConverter;
import io.seminode.models.tribuo.NeuralCdeTrainer;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.NeuralTrainer;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;

/** The guide lists every option of the trainers as the code describes it; the lines are written into target/tribuo-options.md. */
class TribuoOptionsTest {
    @Test
    void theGuideListsEveryOption() throws IOException {
        var ode = new NeuralOdeTrainer<Label>().getProvenance();
        List<String> rows = new ArrayList<>();
        rows.addAll(rows("every trainer", NeuralTrainer.class, ode));
        rows.addAll(rows(NeuralOdeTrainer.class, ode));
        rows.addAll(rows(NeuralCdeTrainer.class, new NeuralCdeTrainer<Label>().getProvenance()));
        rows.addAll(rows(NamedTimeConverter.class, new NamedTimeConverter().getProvenance()));
        rows.addAll(rows(FlowTrainer.class, new FlowTrainer().getProvenance()));
        rows.addAll(rows(SolverOptions.class, new SolverOptions().getProvenance()));
        rows.addAll(rows(TrainingOptions.class, new TrainingOptions().getProvenance()));
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/tribuo-options.md"), rows);
        String page = Files.readString(Path.of("guide/tribuo.md"));
        assertTrue(page.contains(String.join("\n", rows)), () -> "expected in the guide:\n" + String.join("\n", rows));
    }

    private static List<String> rows(Class<?> type, ConfiguredObjectProvenance provenance) {
        return rows("`" + type.getSimpleName() + "`", type, provenance);
    }

    private static List<String> rows(String of, Class<?> type, ConfiguredObjectProvenance provenance) {
        List<String> rows = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            Config config = field.getAnnotation(Config.class);
            if (config != null) {
                Provenance value = Objects.requireNonNull(
                        provenance.getConfiguredParameters().get(field.getName()));
                rows.add("| " + of + " | `" + field.getName() + "` | " + shown(value) + " | " + config.description()
                        + " |");
            }
        }
        return rows;
    }

    private static String shown(Provenance value) {
        if (value instanceof ConfiguredObjectProvenance object) {
            String name = object.getClassName();
            return "`" + name.substring(name.lastIndexOf('.') + 1) + "`";
        }
        return value.toString().isEmpty() ? "" : "`" + value + "`";
    }
}
