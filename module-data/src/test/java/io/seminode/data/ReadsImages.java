package io.seminode.data;

import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import java.nio.file.Path;

/** Reads a folder of images and says what went wrong, in a process with less memory. */
public final class ReadsImages {
    private ReadsImages() {}

    /** The folder. */
    public static void main(String[] args) {
        try {
            MnistData.load(Path.of(args[0]), MnistKind.MNIST, 0, DataProgress.NONE);
        } catch (DataException e) {
            System.out.println(e.reason() + " " + e.getMessage());
        }
    }
}
