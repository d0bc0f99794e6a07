package io.seminode.models.file;

import io.seminode.models.ModelKind;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.ode.ImageOdeClassifier;
import io.seminode.models.ode.NeuralOde;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.solver.spi.Providers;
import java.util.List;

/** The kinds of models that can be stored: one line for each. */
public final class ModelKinds {
    private ModelKinds() {}

    /** All kinds. */
    public static Providers<ModelKind<?>> all() {
        return Providers.of(
                "model kind",
                List.<ModelKind<?>>of(
                        NeuralOde.KIND,
                        NeuralCde.KIND,
                        SymplecticOdeNet.KIND,
                        FlowModel.POINTS,
                        FlowModel.IMAGES,
                        ImageOdeClassifier.KIND));
    }
}
