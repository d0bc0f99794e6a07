package io.seminode.models.file;

import io.seminode.models.ModelKind;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.StoredFileException.Reason;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.spi.Providers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model with everything that is needed to use it.
 *
 * @param model the model, without weights
 * @param solver it was trained with
 * @param data how features are made for it
 * @param weights for each parameter its values, row-major
 */
public record ModelFile(TrainableModel model, Solver solver, DataSettings data, Map<String, float[]> weights) {
    private static final String FORMAT = "seminode-model";
    private static final int VERSION = 1;
    private static final String KIND = "kind";
    private static final String SETTINGS = "settings";
    private static final String SOLVER = "solver";
    private static final String DATA = "data";

    /** Copies the map. */
    public ModelFile {
        weights = Map.copyOf(weights);
    }

    /** Writes it; the file is whole at every moment. */
    public void write(Path file) throws IOException {
        content().write(file, FORMAT, VERSION);
    }

    /** What {@link #write} writes. */
    public byte[] bytes() {
        return content().bytes(FORMAT, VERSION);
    }

    private TensorFile content() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(KIND, model.kind());
        metadata.put(SETTINGS, SettingsJson.write(model.settings()));
        metadata.put(SOLVER, SettingsJson.write(solver));
        metadata.put(DATA, SettingsJson.write(data));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            float[] values = weights.get(parameter.name());
            if (values == null) {
                throw new IllegalArgumentException("No weights for parameter \"" + parameter.name() + "\" found.");
            }
            tensors.put(parameter.name(), new StoredTensor(parameter.shape().asArray(), values));
        }
        return new TensorFile(metadata, tensors);
    }

    /** Reads a model of one of the {@linkplain ModelKinds registered kinds}. */
    public static ModelFile read(Path file) {
        return read(file, ModelKinds.all());
    }

    /**
     * Reads a model.
     *
     * @throws StoredFileException if the file is something else, of another version, or damaged, or if its kind of model, or
     *     a part of its solver, is not there; the message names the file
     */
    public static ModelFile read(Path file, Providers<ModelKind<?>> kinds) {
        return of(file.toString(), TensorFile.read(file, FORMAT, VERSION), kinds);
    }

    /**
     * Reads a model of one of the {@linkplain ModelKinds registered kinds} from the bytes of a file.
     *
     * @param source where they come from, for messages
     * @throws StoredFileException if they are something else, of another version, or damaged
     */
    public static ModelFile read(String source, byte[] bytes) {
        return of(source, TensorFile.read(source, bytes, FORMAT, VERSION), ModelKinds.all());
    }

    /** Whatever is wrong in the file, its name is in the message: by hand everything can be written into it. */
    private static ModelFile of(String source, TensorFile content, Providers<ModelKind<?>> kinds) {
        try {
            return of(content, kinds);
        } catch (RuntimeException e) {
            throw StoredFileException.in(source, e);
        }
    }

    private static ModelFile of(TensorFile content, Providers<ModelKind<?>> kinds) {
        ModelKind<?> kind = kinds.get(text(content, KIND));
        TrainableModel model = kind.build(SettingsJson.read(text(content, SETTINGS), kind.settings()));
        Solver solver = SettingsJson.read(text(content, SOLVER), Solver.class);
        DataSettings data = SettingsJson.read(text(content, DATA), DataSettings.class);
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            StoredTensor tensor = Checkpoint.tensor(content.tensors(), parameter.name(), parameter.shape());
            weights.put(parameter.name(), tensor.values());
        }
        return new ModelFile(model, solver, data, weights);
    }

    private static String text(TensorFile content, String name) {
        String text = content.metadata().get(name);
        if (text == null) {
            throw new StoredFileException(Reason.UNFIT, "The file does not tell the model's " + name + ".");
        }
        return text;
    }
}
