package io.seminode.data.image;

import io.seminode.data.LabelledExamples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Images with classes, as they are stored: bytes from 0 to 255.
 *
 * <p>As examples their fields are {@code x}, [batch, height, width, channels], from -1 to 1, and {@code y}, [batch]: what a
 * classifier wants. {@link #dequantised} gives what a flow wants.
 */
public final class Images implements LabelledExamples {
    /** The field of the images. */
    public static final String FIELD = "x";

    private static final float HALF = 127.5f;

    private final ImageShape shape;
    private final byte[] pixels;
    private final byte[] labels;
    private final int[] chosen;
    private final List<String> classes;

    private Images(ImageShape shape, byte[] pixels, byte[] labels, int[] chosen, List<String> classes) {
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.chosen = chosen;
        this.classes = List.copyOf(classes);
    }

    /**
     * Images.
     *
     * @param pixels [images, height, width, channels]; not copied
     * @param labels the class of each image, from 0; not copied
     */
    static Images of(ImageShape shape, byte[] pixels, byte[] labels, List<String> classes) {
        if (pixels.length != (long) labels.length * shape.size()) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels found for " + labels.length + " images of " + shape + ".");
        }
        int[] all = new int[labels.length];
        Arrays.setAll(all, i -> i);
        return new Images(shape, pixels, labels, all, classes);
    }

    /** Some of these images, in the given order. */
    public Images subset(int[] indices) {
        int[] subset = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            subset[i] = at(indices[i]);
        }
        return new Images(shape, pixels, labels, subset, classes);
    }

    /** The first of these images, or all if there are fewer. */
    public Images first(int most) {
        return new Images(shape, pixels, labels, Arrays.copyOf(chosen, Math.min(most, chosen.length)), classes);
    }

    /**
     * These images for a density model: made continuous with uniform noise, and transformed.
     *
     * @param seed of the noise
     */
    public DequantisedImages dequantised(LogitTransform transform, long seed) {
        return new DequantisedImages(this, transform, seed);
    }

    /** The size of the images. */
    public ImageShape shape() {
        return shape;
    }

    /** A value of an image, 0 to 255; the position counts row by row, the channels of a pixel side by side. */
    public int pixel(int index, int position) {
        if (position < 0 || position >= shape.size()) {
            throw new IndexOutOfBoundsException("Value " + position + " of " + shape.size() + ".");
        }
        return Byte.toUnsignedInt(pixels[at(index) * shape.size() + position]);
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return Byte.toUnsignedInt(labels[at(index)]);
    }

    /** All labels. */
    int[] labels() {
        return Arrays.stream(chosen).map(i -> Byte.toUnsignedInt(labels[i])).toArray();
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        int size = shape.size();
        float[] gathered = new float[indices.length * size];
        float[] classNumbers = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int from = at(indices[i]) * size;
            for (int j = 0; j < size; j++) {
                gathered[i * size + j] = scaled(Byte.toUnsignedInt(pixels[from + j]));
            }
            classNumbers[i] = label(indices[i]);
        }
        return Map.of(FIELD, gathered, LABEL, classNumbers);
    }

    /** A value from 0 to 255 as models see it: from -1 to 1. */
    static float scaled(int value) {
        return value / HALF - 1;
    }

    private int at(int index) {
        if (index < 0 || index >= chosen.length) {
            throw new IndexOutOfBoundsException("Image " + index + " of " + chosen.length + ".");
        }
        return chosen[index];
    }
}
