package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.image.DequantisedImages;
import io.seminode.data.image.Images;
import io.seminode.data.image.LogitTransform;
import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSampleTest {
    private static final int IMAGES = 100;

    @TempDir
    private Path folder;

    @Test
    void readsImagesForAFlow() throws IOException {
        Files.write(
                folder.resolve("t10k-images-idx3-ubyte"),
                ByteBuffer.allocate(16 + IMAGES * 28 * 28)
                        .putInt(0x803)
                        .putInt(IMAGES)
                        .putInt(28)
                        .putInt(28)
                        .array());
        Files.write(
                folder.resolve("t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + IMAGES).putInt(0x801).putInt(IMAGES).array());

        // tag::images[]
        DataParts<Images> digits = MnistData.load(folder, MnistKind.MNIST, 0, DataProgress.NONE);
        DequantisedImages train = digits.train().first(2000).dequantised(LogitTransform.STANDARD, 0);
        Map<String, float[]> batch = train.gather(new int[] {0, 1, 2}, 1); // the noise of pass 1
        float[] x = batch.get(DequantisedImages.FIELD); // [3, 28, 28, 1]
        float[] logDeterminant = batch.get(DequantisedImages.LOG_DETERMINANT); // [3]
        double logDensity = -1500; // of the first image's x, as a flow finds it
        double bits = LogitTransform.bitsPerDimension(logDensity, logDeterminant[0], 28 * 28);
        // end::images[]

        assertEquals(3 * 28 * 28, x.length);
        assertNotEquals(x[0], x[1]);
        assertEquals((784 * Math.log(256) + 1500 - logDeterminant[0]) / 784 / Math.log(2), bits, 1e-9);
    }
}
