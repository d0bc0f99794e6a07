package io.seminode.lab.bench;

import io.seminode.models.cde.NeuralCde;
import io.seminode.solver.problem.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.types.family.TFloating;

/** The paper's neural CDE on random walks: 161 times of 21 channels, linear paths. */
final class CdeBench implements BenchProblem {
    private static final int TIMES = 161;
    private static final int CHANNELS = 21;
    private static final int CLASSES = 10;
    private static final int LAYERS = 4;
    private static final double WALK = 0.1;

    CdeBench() {}

    @Override
    public String name() {
        return "ncde";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(new Sizes(1024, 90, 40), 1e-3, 1e-6);
    }

    @Override
    public <T extends TFloating> Instance<T> create(Class<T> type, Sizes sizes, long seed) {
        double[] times = new double[TIMES];
        Arrays.setAll(times, i -> i);
        NeuralCde.Settings paper = NeuralCde.Settings.paper(CHANNELS, CLASSES, times);
        NeuralCde model = new NeuralCde(new NeuralCde.Settings(
                CHANNELS, sizes.hidden(), sizes.width(), LAYERS, CLASSES, 0, paper.interpolation(), paper.times()));
        Random random = new Random(seed);
        float[] first = new float[sizes.batch() * sizes.hidden()];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) random.nextGaussian();
        }
        Map<String, float[]> arguments = new HashMap<>(model.initialParameters(seed));
        for (Parameter slopes : model.path().constants(sizes.batch())) {
            float[] values = new float[Math.toIntExact(slopes.shape().size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (WALK * random.nextGaussian());
            }
            arguments.put(slopes.name(), values);
        }
        return new Instance<>(
                model.problem(type, sizes.batch()),
                Map.of(NeuralCde.STATE, first),
                arguments,
                List.of(times[0], times[TIMES - 1]),
                Loss.MEAN_SQUARE_AT_END);
    }
}
