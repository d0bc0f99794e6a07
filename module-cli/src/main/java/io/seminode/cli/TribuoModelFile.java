package io.seminode.cli;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainRun;
import io.seminode.data.files.AtomicFiles;
import io.seminode.models.file.ModelFile;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.TrainedModels;
import java.io.IOException;
import java.nio.file.Path;
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
        Path file = folder.path().resolve(NAME);
        ModelFile trained = ModelFile.read(folder.path().resolve(TrainRun.MODEL));
        try (NeuralModel<?> model = TrainedModels.of(trained, source, provenance)) {
            AtomicFiles.write(file, model::serializeToFile);
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + file + ": " + e.getMessage() + ". The model itself is in "
                    + folder.path().resolve(TrainRun.MODEL) + ".");
        }
    }
}
