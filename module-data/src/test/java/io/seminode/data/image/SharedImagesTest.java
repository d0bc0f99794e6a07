package io.seminode.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real images, in {@code seminode.shared}. */
class SharedImagesTest {
    @TempDir
    private Path cacheFolder;

    private static Path data(String name) {
        String shared = System.getProperty("seminode.shared", "");
        Path place = Path.of(shared, "data", name);
        assumeTrue(!shared.isEmpty() && Files.isDirectory(place), "no folder in seminode.shared");
        return place;
    }

    private static int[] classCounts(DataParts<Images> parts) {
        int[] sums = new int[10];
        for (Images part : List.of(parts.train(), parts.validation(), parts.test())) {
            int[] counts = part.classCounts();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts[i];
            }
        }
        return sums;
    }

    /** The test images alone are divided; the counts are those that their description gives. */
    @Test
    void readsMnist() {
        DataParts<Images> parts = MnistData.load(data("mnist"), MnistKind.MNIST, 0, DataProgress.NONE);
        assertEquals(7000, parts.train().size(), 10);
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, classCounts(parts));
        assertTrue(
                parts.notes().get(0).contains("not comparable"), parts.notes().toString());
    }

    @Test
    void readsCifarFromArchiveAndCache() {
        Path place = data("cifar10");
        DataParts<Images> fresh = CifarData.load(place, 0, DataCache.in(cacheFolder), DataProgress.NONE);
        DataParts<Images> cached = CifarData.load(place, 0, DataCache.in(cacheFolder), (what, done, total) -> {
            throw new AssertionError("The archive is read again: " + what);
        });
        for (DataParts<Images> parts : List.of(fresh, cached)) {
            assertEquals(1800, parts.train().size());
            assertEquals(200, parts.validation().size());
            assertEquals(1000, parts.test().size());
            assertArrayEquals(new int[] {300, 300, 300, 300, 300, 300, 300, 300, 300, 300}, classCounts(parts));
        }
        int[] some = {0, 17, 999};
        assertArrayEquals(
                fresh.test().gather(some).get(Images.FIELD),
                cached.test().gather(some).get(Images.FIELD));
    }

    /** In a photograph neighbouring values of one channel differ little: channels mixed up would differ more. */
    @Test
    void cifarChannelsAreInTheirPlace() {
        Images images = CifarData.load(data("cifar10"), 0, DataCache.none(), DataProgress.NONE)
                .test();
        double sameChannel = 0;
        double otherChannel = 0;
        for (int image = 0; image < 100; image++) {
            for (int position = 0; position < 30 * 3; position++) {
                sameChannel += Math.abs(images.pixel(image, position) - images.pixel(image, position + 3));
                otherChannel += Math.abs(images.pixel(image, position) - images.pixel(image, position + 1));
            }
        }
        assertTrue(sameChannel < otherChannel, sameChannel + " and " + otherChannel);
    }
}
