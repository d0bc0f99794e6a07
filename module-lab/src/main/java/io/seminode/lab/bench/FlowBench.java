package io.seminode.lab.bench;

import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowBlock;
import io.seminode.models.flow.FlowField;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** A continuous normalising flow with Hutchinson's estimate of the divergence, on normal examples, t from 0 to 1. */
final class FlowBench implements BenchProblem {
    private static final double TOLERANCE = 1e-5;

    private final String name;
    private final Sizes sizes;
    private final IntFunction<FlowField> fieldOfWidth;

    private FlowBench(String name, Sizes sizes, IntFunction<FlowField> fieldOfWidth) {
        this.name = name;
        this.sizes = sizes;
        this.fieldOfWidth = fieldOfWidth;
    }

    /** In the plane, with a network of four layers. */
    static FlowBench plane() {
        return new FlowBench(
                "cnf2d",
                new Sizes(512, 2, 64),
                width -> FlowField.network("field", 2, TimeInput.CONCAT, Activation.TANH, width, width, width));
    }

    /** Of images of the size of MNIST's, with four convolutions. */
    static FlowBench images() {
        return new FlowBench(
                "cnfconv",
                new Sizes(16, 1, 64),
                width -> FlowField.convolutional(
                        "field", Shape.of(28, 28, 1), Activation.SOFTPLUS, width, width, width));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(sizes, TOLERANCE, TOLERANCE);
    }

    @Override
    public <T extends TFloating> Instance<T> create(Class<T> type, Sizes chosen, long seed) {
        FlowField field = fieldOfWidth.apply(chosen.width());
        FlowBlock flow = new FlowBlock(field, Divergence.GAUSSIAN);
        Map<String, float[]> parameters = new LinkedHashMap<>();
        field.initialise(new SplittableRandom(seed), parameters);
        Random normal = new Random(seed);
        int size = Math.toIntExact(flow.shape(chosen.batch()).size());
        parameters.put(FlowBlock.NOISE, gaussian(normal, size));
        return new Instance<>(
                flow.problem(type, chosen.batch()),
                Map.of(FlowBlock.X, gaussian(normal, size), FlowBlock.LOG_DENSITY, new float[chosen.batch()]),
                parameters,
                List.of(0.0, 1.0),
                Loss.FLOW);
    }

    private static float[] gaussian(Random normal, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) normal.nextGaussian();
        }
        return values;
    }
}
