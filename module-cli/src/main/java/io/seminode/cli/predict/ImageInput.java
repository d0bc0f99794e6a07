package io.seminode.cli.predict;

import io.seminode.cli.error.CommandException;
import io.seminode.data.image.ImageShape;
import io.seminode.data.image.Images;
import io.seminode.data.image.PictureFile;
import io.seminode.models.file.ModelFile;
import io.seminode.models.ode.ImageOdeClassifier;
import io.seminode.models.ode.ImageOdeSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * Pictures for neural ODEs.
 *
 * @param source the data set that the model was trained on
 */
record ImageInput(String source) implements ModelInput {
    @Override
    public Map<String, float[]> read(Path file, ModelFile model) {
        if (!(model.model() instanceof ImageOdeClassifier classifier)) {
            throw CommandException.failed(
                    "Found a model of kind \"" + model.model().kind()
                            + "\", expected a classifier as \"seminode train mnist-ode\" stores it; for flows see: seminode score.");
        }
        ImageOdeSettings settings = classifier.settings();
        ImageShape shape = new ImageShape(settings.height(), settings.width(), settings.channels());
        return Map.of(Images.FIELD, PictureFile.values(file, shape));
    }
}
