package io.seminode.cli.experiment;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.ImageOptions.ImageSet;
import io.seminode.data.Examples;
import io.seminode.data.image.Images;
import io.seminode.data.image.LogitTransform;
import io.seminode.data.toy.PlanePoints;
import io.seminode.data.toy.ToyDensity;
import io.seminode.models.file.ModelFile;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Examples for a trained flow.
 *
 * @param trueLogDensity the mean of the true density's logarithm at the examples; empty if nobody knows it
 */
public record FlowData(Examples examples, OptionalDouble trueLogDensity) {
    private static final int POINTS = 5000;
    private static final long FRESH = 0x5eed;

    /**
     * Finds the examples.
     *
     * @param model what they are for
     * @param data a density's name, or the folder of an image set's files
     * @param count the most examples; null for the usual number
     * @param seed of points and noise
     */
    public static FlowData open(ModelFile model, String data, @Nullable Integer count, long seed) {
        if (count != null && count < 1) {
            throw CommandException.wrongUsage("The number of examples is " + count + ", expected 1 or more.");
        }
        String source = model.data().source();
        if (source.equals(ToyFlowExperiment.SOURCE)) {
            ToyDensity density = ToyFlowExperiment.density(data);
            PlanePoints points = density.sample(count == null ? POINTS : count, seed + FRESH);
            return new FlowData(points, points.meanLogDensity(density));
        }
        for (ImageSet set : ImageSet.values()) {
            if (set.id().equals(source)) {
                Images test = set.load(Path.of(data), 0).test();
                String alpha = model.data().options().getOrDefault(ImageFlowExperiment.ALPHA, "");
                LogitTransform transform = new LogitTransform(Double.parseDouble(alpha));
                Images some = count == null ? test : test.first(count);
                return new FlowData(some.dequantised(transform, seed), OptionalDouble.empty());
            }
        }
        throw CommandException.failed(
                "The model was trained on \"" + source + "\", expected a data set of this version.");
    }
}
