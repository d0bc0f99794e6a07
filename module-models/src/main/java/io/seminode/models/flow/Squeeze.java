package io.seminode.models.flow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Trades height and width of images for channels: each 2 x 2 square of a channel becomes four channels side by side.
 *
 * <p>Source: Dinh, Sohl-Dickstein and Bengio, "Density estimation using Real NVP" (arXiv:1605.08803), section 3.6.
 */
public final class Squeeze {
    private static final int FACTOR = 2;

    private Squeeze() {}

    /**
     * The shape of a squeezed image.
     *
     * @throws IllegalArgumentException if height or width is odd
     */
    public static Shape shape(Shape image) {
        if (image.get(0) % FACTOR != 0 || image.get(1) % FACTOR != 0) {
            throw new IllegalArgumentException(
                    "Images of shape " + image + " found, expected an even height and width to squeeze them.");
        }
        return Shape.of(image.get(0) / FACTOR, image.get(1) / FACTOR, image.get(2) * FACTOR * FACTOR);
    }

    /** Squeezes [batch, height, width, channels]; channel c becomes channels 4 c to 4 c + 3. */
    public static <T extends TFloating> Operand<T> squeeze(Ops tf, Operand<T> images) {
        Shape s = images.shape();
        long[] squares = {s.get(0), s.get(1) / FACTOR, FACTOR, s.get(2) / FACTOR, FACTOR, s.get(3)};
        long[] squeezed = {s.get(0), s.get(1) / FACTOR, s.get(2) / FACTOR, s.get(3) * FACTOR * FACTOR};
        Operand<T> apart = tf.reshape(images, tf.constant(squares));
        Operand<T> together = tf.linalg.transpose(apart, tf.constant(new int[] {0, 1, 3, 5, 2, 4}));
        return tf.reshape(together, tf.constant(squeezed));
    }

    /** Undoes {@link #squeeze}. */
    public static <T extends TFloating> Operand<T> unsqueeze(Ops tf, Operand<T> images) {
        Shape s = images.shape();
        long[] squares = {s.get(0), s.get(1), s.get(2), s.get(3) / (FACTOR * FACTOR), FACTOR, FACTOR};
        long[] unsqueezed = {s.get(0), s.get(1) * FACTOR, s.get(2) * FACTOR, s.get(3) / (FACTOR * FACTOR)};
        Operand<T> apart = tf.reshape(images, tf.constant(squares));
        Operand<T> together = tf.linalg.transpose(apart, tf.constant(new int[] {0, 1, 4, 2, 5, 3}));
        return tf.reshape(together, tf.constant(unsqueezed));
    }
}
