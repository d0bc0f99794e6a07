package io.seminode.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogitTransformTest {
    private static final ImageShape SHAPE = new ImageShape(4, 4, 1);
    private static final int[] ALL = {0, 1, 2};

    private static Images images() {
        byte[] pixels = new byte[3 * SHAPE.size()];
        new Random(2).nextBytes(pixels);
        return Images.of(SHAPE, pixels, new byte[] {2, 0, 1}, java.util.List.of("a", "b", "c"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1e-6})
    void isInvertedAndHasItsDerivative(double alpha) {
        LogitTransform transform = new LogitTransform(alpha);
        double step = 1e-6;
        for (double x = 0.01; x < 1; x += 0.07) {
            assertEquals(x, transform.inverse(transform.forward(x)), 1e-12);
            double slope = (transform.forward(x + step) - transform.forward(x - step)) / (2 * step);
            assertEquals(Math.log(slope), transform.logDerivative(x), 1e-7);
        }
    }

    /** All images alike: every value costs the eight bits that it is stored in, whatever the transform. */
    @Test
    void uniformDensityCostsEightBits() {
        LogitTransform transform = LogitTransform.STANDARD;
        double[] x = new Random(1).doubles(50).toArray();
        double logDeterminant = Arrays.stream(x).map(transform::logDerivative).sum();
        // p(y) = p(x) |dx/dy| with p(x) = 1
        assertEquals(8, LogitTransform.bitsPerDimension(-logDeterminant, logDeterminant, x.length), 1e-12);
    }

    @Test
    void alphaMustLeaveRoom() {
        assertThrows(IllegalArgumentException.class, () -> new LogitTransform(0));
        assertThrows(IllegalArgumentException.class, () -> new LogitTransform(0.5));
    }

    @Test
    void pixelsComeBackFromDequantisedImages() {
        Images images = images();
        LogitTransform transform = LogitTransform.STANDARD;
        Map<String, float[]> batch = images.dequantised(transform, 7).gather(ALL, 1);
        float[] x = batch.get(DequantisedImages.FIELD);
        for (int image = 0; image < 3; image++) {
            double sum = 0;
            for (int i = 0; i < SHAPE.size(); i++) {
                double value = transform.inverse(x[image * SHAPE.size() + i]);
                sum += transform.logDerivative(value);
                // Rounding to float32 may lift a value just under the next level.
                assertEquals(images.pixel(image, i) + 0.5, value * 256, 0.5 + 1e-3);
            }
            assertEquals(sum, batch.get(DequantisedImages.LOG_DETERMINANT)[image], 1e-3);
        }
        assertArrayEquals(new float[] {2, 0, 1}, batch.get(Images.LABEL));
    }

    @Test
    void noiseIsAnotherInEachPassAndSeed() {
        DequantisedImages images = images().dequantised(LogitTransform.STANDARD, 7);
        float[] first = images.gather(ALL, 1).get(DequantisedImages.FIELD);
        assertArrayEquals(first, images.gather(ALL, 1).get(DequantisedImages.FIELD));
        assertFalse(Arrays.equals(first, images.gather(ALL, 2).get(DequantisedImages.FIELD)));
        assertFalse(Arrays.equals(first, images.gather(ALL).get(DequantisedImages.FIELD)));
        assertFalse(Arrays.equals(
                first,
                images().dequantised(LogitTransform.STANDARD, 8).gather(ALL, 1).get(DequantisedImages.FIELD)));
        // whatever else is in the batch
        assertArrayEquals(
                Arrays.copyOfRange(first, 2 * SHAPE.size(), 3 * SHAPE.size()),
                images.gather(new int[] {2}, 1).get(DequantisedImages.FIELD));
    }

    @Test
    void classifiersGetValuesFromMinusOneToOne() {
        Images images = images();
        float[] x = images.gather(new int[] {1}).get(Images.FIELD);
        for (int i = 0; i < x.length; i++) {
            assertEquals(images.pixel(1, i) / 127.5 - 1, x[i], 1e-6);
        }
        assertEquals(0, images.subset(new int[] {1, 2}).label(0));
        assertEquals(1, images.first(1).size());
        assertThrows(IndexOutOfBoundsException.class, () -> images.gather(new int[] {3}));
    }
}
