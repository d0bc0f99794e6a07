package io.seminode.cli.experiment;

import io.seminode.cli.option.Choice;
import io.seminode.models.flow.Divergence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of experiments with normalising flows. */
public final class FlowOptions {
    @Option(
            names = "--divergence",
            paramLabel = "NAME",
            converter = DivergenceChoice.class,
            description = "exact (for points only), gaussian or rademacher: how the divergence is found in training."
                    + " Default: exact for points, gaussian for images.")
    private @Nullable Divergence divergence;

    @Option(
            names = "--kinetic-energy",
            paramLabel = "X",
            defaultValue = "0",
            description = "Weight of the kinetic energy in the loss. Default: ${DEFAULT-VALUE}.")
    private double kineticEnergy;

    @Option(
            names = "--jacobian-norm",
            paramLabel = "X",
            defaultValue = "0",
            description = "Weight of the Jacobian's squared norm in the loss. Default: ${DEFAULT-VALUE}.")
    private double jacobianNorm;

    /** For picocli. */
    FlowOptions() {}

    Divergence divergence(Divergence otherwise) {
        return divergence == null ? otherwise : divergence;
    }

    double kineticEnergy() {
        return kineticEnergy;
    }

    double jacobianNorm() {
        return jacobianNorm;
    }

    /** For result files. */
    void describe(Map<String, String> settings, Divergence otherwise) {
        settings.put("divergence", divergence(otherwise).id());
        settings.put("kinetic-energy", Double.toString(kineticEnergy));
        settings.put("jacobian-norm", Double.toString(jacobianNorm));
    }

    /** A divergence by name. */
    static final class DivergenceChoice extends Choice<Divergence> {
        DivergenceChoice() {
            super("divergence", List.of(Divergence.values()), Divergence::id);
        }
    }
}
