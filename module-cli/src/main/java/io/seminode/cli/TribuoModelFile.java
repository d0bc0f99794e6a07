package io.seminode.cli;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainRun;
import io.seminode.data.files.AtomicFiles;
import io.seminode.models.file.ModelFile;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.TrainedModels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.DataSource;

/** Stores the model of a run as one of Tribuo's. */
final class TribuoModelFile {
    /** The file of the model in the run's folder. */
    static final String NAME = "model.tribuo";

    private TribuoModelFile() {}

    /**
     * Writes the model that a run has stored.
     *
     * @param source of what it was trained on
     */
    static void write(RunFolder folder, DataSource<?> source) {
        Map<String, Provenance> provenance = new LinkedHashMap<>();
        for (String name : new String[] {"settings", "environment"}) {
            provenance.put(
                    name,
                    new StringProvenance(name, folder.readJson(name + ".json").toString()));
        }
        ModelFile trained = ModelFile.read(folder.path().resolve(TrainRun.MODEL));
        try (NeuralModel<?> model = TrainedModels.of(trained, source, provenance)) {
            folder.writeWith(NAME, file -> AtomicFiles.write(file, model::serializeToFile));
        }
    }
}
