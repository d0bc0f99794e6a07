package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.json.JsonConfigFactory;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.classification.Label;

/** The configurations that the guide shows. */
@Tag("class-path")
class TribuoConfigurationTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/seminode/docs");

    @TempDir
    private Path folder;

    @BeforeAll
    static void json() {
        // tag::json[]
        ConfigurationManager.addFileFormatFactory(new JsonConfigFactory());
        // end::json[]
    }

    @SuppressWarnings("unchecked") // the configuration says what the trainer is
    private static String norm(Path file) {
        try (ConfigurationManager manager = new ConfigurationManager(file.toString())) {
            // tag::configured[]
            var trainer = (NeuralOdeTrainer<Label>) manager.lookup("wine");
            // end::configured[]
            return trainer.solver()
                    .getProvenance()
                    .getConfiguredParameters()
                    .get("norm")
                    .toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wine.xml", "wine.json"})
    void theNormIsOneLine(String name) throws IOException {
        Path file = RESOURCES.resolve(name);
        assertEquals("seminorm", norm(file));
        String text = Files.readString(file);
        assertEquals(
                1, text.lines().filter(line -> line.contains("\"seminorm\"")).count());
        Path changed = Files.writeString(folder.resolve(name), text.replace("\"seminorm\"", "\"rms-seminorm\""));
        assertEquals("rms-seminorm", norm(changed));
    }

    @Test
    void theGuideShowsThem() throws IOException {
        String page = Files.readString(Path.of("guide/tribuo.md"));
        for (String name : new String[] {"wine.xml", "wine.json"}) {
            assertTrue(page.contains(Files.readString(RESOURCES.resolve(name))), name);
        }
    }
}
