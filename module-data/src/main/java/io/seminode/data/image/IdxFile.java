package io.seminode.data.image;

import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import io.seminode.data.files.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The IDX format of the MNIST files, gzipped or not: two zero bytes, the element type (8 for unsigned bytes), the number of
 * axes, for each axis its size as four bytes, the elements.
 */
final class IdxFile {
    /** The classes of every data set of this kind. */
    static final int CLASSES = 10;

    private static final int UNSIGNED_BYTES = 0x08;
    private static final int MOST_IMAGES = 1_000_000;

    private IdxFile() {}

    /**
     * Reads images.
     *
     * @param shape that they must have
     * @return [images, height, width]
     */
    static byte[] images(Path path, ImageShape shape, DataProgress progress) {
        return read(path, new int[] {shape.height(), shape.width()}, "pixels", progress);
    }

    /** Reads labels, all of them from 0 to 9. */
    static byte[] labels(Path path, DataProgress progress) {
        return read(path, new int[0], "labels", progress);
    }

    private static byte[] read(Path path, int[] sizes, String what, DataProgress progress) {
        try (InputFile file = InputFile.open(path, progress)) {
            int magic = UNSIGNED_BYTES << 8 | (sizes.length + 1);
            int found = file.readInt("the header");
            if (found != magic) {
                throw file.failure(
                        Reason.WRONG_FORMAT,
                        0,
                        "first number " + found + " found, expected " + magic + " as in a file of " + what + ".");
            }
            int count = file.readInt("the header");
            if (count <= 0 || count > MOST_IMAGES) {
                throw file.failure(Reason.WRONG_FORMAT, 4, count + " images found, expected 1 to " + MOST_IMAGES + ".");
            }
            for (int size : sizes) {
                long at = file.position();
                int length = file.readInt("the header");
                if (length != size) {
                    throw file.failure(
                            Reason.WRONG_FORMAT,
                            at,
                            "images of another size found, " + length + " instead of " + size + ".");
                }
            }
            long start = file.position();
            byte[] elements = file.readBytes(count * Arrays.stream(sizes).reduce(1, (a, b) -> a * b), what);
            file.requireEnd();
            if (sizes.length == 0) {
                requireLabels(file, elements, start);
            }
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + path, e);
        }
    }

    private static void requireLabels(InputFile file, byte[] labels, long start) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= CLASSES) {
                throw file.failure(
                        Reason.DAMAGED,
                        start + i,
                        "label " + Byte.toUnsignedInt(labels[i]) + " found, expected 0 to " + (CLASSES - 1) + ".");
            }
        }
    }
}
