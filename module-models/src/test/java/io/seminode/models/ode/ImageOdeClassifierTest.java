package io.seminode.models.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.Examples;
import io.seminode.data.LabelledExamples;
import io.seminode.data.image.Images;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.nn.Head;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

class ImageOdeClassifierTest {
    private static final ExecutionOptions NATIVE = ExecutionOptions.NATIVE_CPU;
    private static final int SIDE = 6;

    private static ImageOdeClassifier model(int pieces, boolean tanh) {
        return new ImageOdeClassifier(new ImageOdeSettings(SIDE, SIDE, 1, 2, 3, 4, pieces, tanh));
    }

    /** Noise with a brighter upper or lower half: two classes. */
    private record Halves(int size) implements Examples {
        @Override
        public Map<String, float[]> gather(int[] indices) {
            float[] x = new float[SIDE * SIDE * indices.length];
            float[] y = new float[indices.length];
            for (int i = 0; i < indices.length; i++) {
                Random random = new Random(indices[i]);
                y[i] = indices[i] % 2;
                for (int j = 0; j < SIDE * SIDE; j++) {
                    boolean bright = j < SIDE * SIDE / 2 == (y[i] == 0);
                    x[SIDE * SIDE * i + j] = (float) random.nextGaussian() * 0.5f + (bright ? 0.5f : 0);
                }
            }
            return Map.of(Images.FIELD, x, LabelledExamples.LABEL, y);
        }
    }

    @Test
    void learnsToTellClassesApart() {
        Solver solver = Solver.create().withTolerances(1e-2, 1e-2);
        TrainingSettings settings = TrainingSettings.create()
                .withEpochs(5)
                .withBatchSize(16)
                .withLearningRate(0.01, 0)
                .withSeed(1);
        try (TrainingSession session = TrainingSession.open(model(2, true), solver, settings, NATIVE)) {
            session.fit(new Halves(160), new Halves(32), new TrainingListener() {});
            Evaluation test = session.evaluate(new Halves(64));
            double accuracy = Objects.requireNonNull(test.measures().get(Head.ACCURACY));
            assertTrue(accuracy > 0.9, "accuracy " + accuracy);
        }
    }

    /** The loss and its gradients; through all pieces, the layer before and the layer after. */
    private static Map<String, double[]> loss(
            ImageOdeClassifier model, Map<String, float[]> weights, boolean gradient) {
        Solver solver = Solver.create().withTolerances(1e-6, 1e-6);
        int size = 3;
        Map<String, float[]> values = new LinkedHashMap<>(weights);
        values.putAll(new Halves(size).gather(new int[] {0, 1, 2}));
        List<TensorSpec> inputs = new ArrayList<>(model.batch(size));
        model.parameters().forEach(p -> inputs.add(new TensorSpec(p.name(), TFloat32.class, p.shape())));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach(spec -> tensors.put(spec.name(), Tensors.ofFloats(spec.shape(), values.get(spec.name()))));
        try (TensorMap given = new TensorMap(tensors);
                CompiledFunction function = CompiledFunction.compile("loss", inputs, NATIVE, (tf, in) -> {
                    Map<String, Operand<TFloat32>> parameters = new LinkedHashMap<>();
                    model.parameters().forEach(p -> parameters.put(p.name(), float32(in.get(p.name()))));
                    SymbolicLoss loss = model.loss(tf, NamedOperands.of(parameters), in, size, solver, gradient);
                    Map<String, Operand<?>> outputs = new LinkedHashMap<>(Map.of("loss", loss.mean()));
                    if (gradient) {
                        outputs.putAll(Objects.requireNonNull(loss.gradient()).asMap());
                    }
                    return outputs;
                });
                TensorMap outputs = function.call(given.asMap())) {
            Map<String, double[]> found = new LinkedHashMap<>();
            outputs.names().forEach(name -> found.put(name, Tensors.toDoubles(outputs.get(name))));
            return found;
        }
    }

    @SuppressWarnings("unchecked") // the specifications say so
    private static Operand<TFloat32> float32(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        ImageOdeClassifier model = model(2, false);
        Map<String, float[]> weights = model.initialParameters(4);
        Map<String, double[]> gradient = loss(model, weights, true);
        for (String name : List.of("augment.weight", "piece0.layer1.weight", "piece1.layer0.bias", "readout.weight")) {
            float[] changed = weights.get(name);
            float old = changed[0];
            float h = 0.02f;
            changed[0] = old + h;
            double above = loss(model, weights, false).get("loss")[0];
            changed[0] = old - h;
            double below = loss(model, weights, false).get("loss")[0];
            changed[0] = old;
            double found = gradient.get(name)[0];
            assertEquals((above - below) / (2 * h), found, 2e-3 * Math.max(0.05, Math.abs(found)), name);
        }
    }

    @Test
    void everyPieceHasAFieldOfItsOwn() {
        List<String> names =
                model(3, true).parameters().stream().map(Parameter::name).toList();
        assertTrue(names.containsAll(List.of("piece0.layer0.weight", "piece1.layer0.weight", "piece2.layer2.bias")));
        assertEquals(model(1, true).parameters().size() + 12, names.size());
        assertThrows(IllegalArgumentException.class, () -> model(0, true));
    }
}
