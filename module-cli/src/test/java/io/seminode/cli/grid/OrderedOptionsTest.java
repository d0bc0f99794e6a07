package io.seminode.cli.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Java's copies of maps change their order from process to process; what is written has one order. */
class OrderedOptionsTest {
    private static final List<String> SORTED =
            List.of("alpha", "bins", "classes", "data", "every", "flows", "hidden", "width");

    private static Map<String, String> backwards() {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = SORTED.size() - 1; i >= 0; i--) {
            options.put(SORTED.get(i), "1");
        }
        return options;
    }

    private static void requireSorted(Object written) {
        JsonNode options = JsonMapper.builder()
                .addModule(SettingsJson.solvers())
                .build()
                .valueToTree(written)
                .get("options");
        List<String> names = new ArrayList<>();
        options.fieldNames().forEachRemaining(names::add);
        assertEquals(SORTED, names);
    }

    @Test
    void ofARun() {
        requireSorted(new RunSettings("toy-cnf", "paper", backwards(), Solver.create(), TrainingSettings.create()));
    }

    @Test
    void ofAGrid() {
        Tolerance tolerance = new Tolerance(1e-3, 1e-6);
        requireSorted(new Grid("toy-cnf", backwards(), List.of("seminorm"), List.of(tolerance), List.of(0L)));
        requireSorted(new GridRun("toy-cnf", backwards(), "seminorm", tolerance, 0));
    }
}
