package io.seminode.cli.predict;

import io.seminode.cli.error.CommandException;
import io.seminode.models.file.ModelFile;
import java.util.List;

/** What predictions can be made from: one line for each kind. */
public final class ModelInputs {
    private static final List<ModelInput> ALL =
            List.of(new SpeechInput(), new ImageInput("mnist"), new ImageInput("cifar-10"));

    private ModelInputs() {}

    /**
     * That of a model.
     *
     * @throws CommandException if there is none
     */
    public static ModelInput of(ModelFile model) {
        String source = model.data().source();
        return ALL.stream()
                .filter(input -> input.source().equals(source))
                .findFirst()
                .orElseThrow(() -> CommandException.failed("Found a model of the data \"" + source
                        + "\", expected one of "
                        + String.join(", ", ALL.stream().map(ModelInput::source).toList())
                        + "; for others use the library."));
    }
}
