package io.seminode.models;

import io.seminode.solver.Solver;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A model that says something about an example that it has not learnt from. */
public interface PredictiveModel extends TrainableModel {
    /** The fields that a prediction needs: those of a batch without what is to be found out. */
    List<TensorSpec> inputs(int size);

    /**
     * Those of the predicted values, by name, that are the natural logarithms of a density of the inputs: they change with the
     * inputs' units.
     */
    default Set<String> logDensities() {
        return Set.of();
    }

    /**
     * Adds the prediction for a batch.
     *
     * @param tf adds to the function's graph
     * @param parameters by name
     * @param inputs the fields of {@link #inputs}, by name
     * @param size of the batch
     * @param solver solves forward
     */
    SymbolicPrediction predict(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> inputs, int size, Solver solver);
}
