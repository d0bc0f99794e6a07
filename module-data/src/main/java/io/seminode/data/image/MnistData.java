package io.seminode.data.image;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.Splits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MNIST and data sets of its format: grey images of 28 x 28 pixels in ten classes, 60,000 to train on and 10,000 to test.
 *
 * <p>A sixth of the training images, with the same shares of every class, is for validation; the test part is the official
 * one. Where there are no training images, the test images are divided as the paper divides its data, and a note says so.
 */
public final class MnistData {
    /** The size of the images. */
    public static final ImageShape SHAPE = new ImageShape(28, 28, 1);

    private static final List<Double> TRAIN_AND_VALIDATION = List.of(5.0 / 6, 1.0 / 6);

    private MnistData() {}

    /**
     * Reads and divides the images; the same seed gives the same parts.
     *
     * @param folder with the official files, {@code train-images-idx3-ubyte.gz} and so on, gzipped or not
     * @throws DataException if there is no test part, or a file is damaged
     */
    public static DataParts<Images> load(Path folder, MnistKind kind, long seed, DataProgress progress) {
        Images test = read(folder, "t10k", kind, progress);
        if (test == null) {
            throw new DataException(
                    Reason.MISSING,
                    folder,
                    "no t10k-images-idx3-ubyte found, gzipped or not; \"seminode data fetch " + kind.id()
                            + "\" gets the official files.");
        }
        Images train = read(folder, "train", kind, progress);
        if (train == null) {
            int[][] parts = Splits.stratified(test.labels(), Splits.PAPER, seed);
            return new DataParts<>(
                    test.subset(parts[0]),
                    test.subset(parts[1]),
                    test.subset(parts[2]),
                    List.of(
                            "There are no training images in " + folder + ": the " + test.size()
                                    + " test images were divided into three parts. Results are not comparable with published ones."));
        }
        int[][] parts = Splits.stratified(train.labels(), TRAIN_AND_VALIDATION, seed);
        return new DataParts<>(
                train.subset(parts[0]),
                train.subset(parts[1]),
                test,
                List.of(parts[0].length + " training images, " + parts[1].length
                        + " of the official training images for" + " validation, the " + test.size()
                        + " official test images."));
    }

    /** One of the two official parts, or null if it is not there. */
    private static @Nullable Images read(Path folder, String part, MnistKind kind, DataProgress progress) {
        Path imageFile = find(folder, part + "-images-idx3-ubyte", part + "-images.idx3-ubyte");
        Path labelFile = find(folder, part + "-labels-idx1-ubyte", part + "-labels.idx1-ubyte");
        if (imageFile == null && labelFile == null) {
            return null;
        }
        if (imageFile == null || labelFile == null) {
            throw new DataException(
                    Reason.MISSING,
                    folder,
                    "found " + part
                            + (imageFile == null ? " labels without their images" : " images without their labels")
                            + ".");
        }
        byte[] labels = IdxFile.labels(labelFile, progress);
        byte[] pixels = IdxFile.images(imageFile, SHAPE, progress);
        int images = pixels.length / SHAPE.size();
        if (images != labels.length) {
            throw new DataException(
                    Reason.DAMAGED,
                    labelFile,
                    labels.length + " labels found for " + images + " images in " + imageFile + ".");
        }
        return Images.of(SHAPE, pixels, labels, kind.classes());
    }

    private static @Nullable Path find(Path folder, String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(name + ".gz", name))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }
}
