package io.seminode.data.image;

import io.seminode.data.LabelledExamples;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Images for a density model: fields {@code x}, [batch, height, width, channels], the transformed values; {@code logdet},
 * [batch], the logarithm of the transform's determinant, see {@link LogitTransform}; {@code y}, [batch], the class.
 *
 * <p>The noise that makes pixels continuous is another in each pass of a training, and always the same outside of passes,
 * so that measurements can be repeated.
 */
public final class DequantisedImages implements LabelledExamples {
    /** The field of the images. */
    public static final String FIELD = Images.FIELD;

    /** The field of the determinants. */
    public static final String LOG_DETERMINANT = "logdet";

    private static final int LEVELS = 256;
    private static final long NO_PASS = -1;

    private final Images images;
    private final LogitTransform transform;
    private final long seed;

    DequantisedImages(Images images, LogitTransform transform, long seed) {
        this.images = images;
        this.transform = transform;
        this.seed = seed;
    }

    /** The images. */
    public Images images() {
        return images;
    }

    /** The transform. */
    public LogitTransform transform() {
        return transform;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        return gather(indices, NO_PASS);
    }

    @Override
    public Map<String, float[]> gather(int[] indices, long pass) {
        int size = images.shape().size();
        float[] values = new float[indices.length * size];
        float[] logDeterminants = new float[indices.length];
        float[] labels = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            SplittableRandom noise = noise(indices[i], pass);
            double sum = 0;
            for (int j = 0; j < size; j++) {
                double x = (images.pixel(indices[i], j) + noise.nextDouble()) / LEVELS;
                values[i * size + j] = (float) transform.forward(x);
                sum += transform.logDerivative(x);
            }
            logDeterminants[i] = (float) sum;
            labels[i] = label(indices[i]);
        }
        return Map.of(FIELD, values, LOG_DETERMINANT, logDeterminants, LABEL, labels);
    }

    /** Each image of each pass has a generator of its own, so that batches may be made in any order. */
    private SplittableRandom noise(int index, long pass) {
        long ofPass = new SplittableRandom(seed ^ Long.rotateLeft(pass, 32)).nextLong();
        return new SplittableRandom(ofPass + index);
    }
}
