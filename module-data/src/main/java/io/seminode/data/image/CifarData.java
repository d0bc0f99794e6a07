package io.seminode.data.image;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.Splits;
import io.seminode.data.files.DataCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10: colour images of 32 x 32 pixels in ten classes, 50,000 to train on and 10,000 to test, from the binary version.
 *
 * <p>A tenth of the training images, with the same shares of every class, is for validation; the test part is the official
 * one.
 */
public final class CifarData {
    /** The size of the images. */
    public static final ImageShape SHAPE = new ImageShape(32, 32, 3);

    /** What the images show. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final List<Double> TRAIN_AND_VALIDATION = List.of(0.9, 0.1);

    private CifarData() {}

    /**
     * Reads and divides the images; the same seed gives the same parts.
     *
     * @param place the official archive, a folder with it, or a folder with the unpacked batches
     * @param cache keeps what was read from an archive
     * @throws DataException if the test batch or every training batch is missing, or something is damaged
     */
    public static DataParts<Images> load(Path place, long seed, DataCache cache, DataProgress progress) {
        CifarBatches batches = CifarBatches.load(place, cache, progress);
        Images train = images(batches.train());
        Images test = images(List.of(batches.test()));
        int[][] parts = Splits.stratified(train.labels(), TRAIN_AND_VALIDATION, seed);
        List<String> notes = new ArrayList<>();
        notes.add(parts[0].length + " training images, " + parts[1].length + " of the training images for validation, "
                + test.size() + " test images.");
        if (train.size() != CifarBatches.OFFICIAL_TRAIN || test.size() != CifarBatches.OFFICIAL_TEST) {
            notes.add("These are not all of the official images, " + CifarBatches.OFFICIAL_TRAIN + " and "
                    + CifarBatches.OFFICIAL_TEST + ". Results are not comparable with published ones.");
        }
        return new DataParts<>(train.subset(parts[0]), train.subset(parts[1]), test, notes);
    }

    private static Images images(List<byte[]> batches) {
        int record = CifarBatches.RECORD;
        int count = batches.stream().mapToInt(batch -> batch.length / record).sum();
        byte[] pixels = new byte[count * SHAPE.size()];
        byte[] labels = new byte[count];
        int image = 0;
        for (byte[] batch : batches) {
            for (int from = 0; from < batch.length; from += record) {
                labels[image] = batch[from];
                interleave(batch, from + 1, pixels, image * SHAPE.size());
                image++;
            }
        }
        return Images.of(SHAPE, pixels, labels, CLASSES);
    }

    /** The file has all red values, then all green, then all blue ones. */
    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        int plane = SHAPE.height() * SHAPE.width();
        for (int channel = 0; channel < SHAPE.channels(); channel++) {
            for (int i = 0; i < plane; i++) {
                pixels[to + i * SHAPE.channels() + channel] = planes[from + channel * plane + i];
            }
        }
    }

    /** The error of a place without images. */
    static DataException missing(Path place, String found) {
        return new DataException(
                Reason.MISSING,
                place,
                found + ", expected cifar-10*.tar.gz, or " + CifarBatches.TEST + " and " + CifarBatches.TRAIN.get(0)
                        + " and so on; \"seminode data fetch cifar-10\" gets the official archive.");
    }
}
