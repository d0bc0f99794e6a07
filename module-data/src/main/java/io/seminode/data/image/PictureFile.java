package io.seminode.data.image;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a user's picture, PNG for one, as an image of a data set. The JDK reads the file. */
public final class PictureFile {
    /** Bytes that no picture of a data set's size has. */
    private static final int LARGEST = 1 << 20;

    private static final int BYTE = 8;

    private PictureFile() {}

    /**
     * A picture as a model sees it, values from -1 to 1.
     *
     * @param shape its size; for one channel the file must be grey
     * @return [height, width, channels]
     * @throws DataException if it is no picture, or of another size
     */
    public static float[] values(Path file, ImageShape shape) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new DataException(Reason.MISSING, file, "no such file.");
            }
            if (Files.size(file) > LARGEST) {
                throw unfit(file, Files.size(file) + " bytes", shape);
            }
            // Anything else would be decided by what else is installed; a missing reader gives null.
            try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
                Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
                if (!readers.hasNext()) {
                    throw unfit(file, "another kind of file", shape);
                }
                ImageReader reader = readers.next();
                try {
                    reader.setInput(in);
                    // Before anything is read: a header may announce more pixels than there is memory.
                    requireSize(file, shape, reader.getWidth(0), reader.getHeight(0));
                    return values(file, shape, reader.read(0));
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException e) {
            throw new DataException(Reason.DAMAGED, file, "cannot be read as a picture: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            // How the JDK's readers answer some impossible contents.
            throw new DataException(Reason.DAMAGED, file, "cannot be read as a picture: " + e + ".", e);
        }
    }

    private static float[] values(Path file, ImageShape shape, BufferedImage picture) {
        requireSize(file, shape, picture.getWidth(), picture.getHeight());
        if (picture.getColorModel().hasAlpha()) {
            throw unfit(file, "a picture with transparency", shape);
        }
        if (picture.getColorModel().getPixelSize()
                > BYTE * picture.getColorModel().getNumComponents()) {
            throw unfit(file, "a picture with more than 8 bits a channel", shape);
        }
        float[] values = new float[shape.size()];
        int[] colour = new int[3];
        for (int i = 0; i < shape.height() * shape.width(); i++) {
            colour(picture, i % shape.width(), i / shape.width(), colour);
            if (shape.channels() == 1 && (colour[0] != colour[1] || colour[0] != colour[2])) {
                throw unfit(file, "a picture with colours", shape);
            }
            for (int channel = 0; channel < shape.channels(); channel++) {
                values[i * shape.channels() + channel] = Images.scaled(colour[channel]);
            }
        }
        return values;
    }

    /** Red, green and blue; those of a grey picture as stored, which getRGB would change for another gamma. */
    private static void colour(BufferedImage picture, int x, int y, int[] colour) {
        if (picture.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            Raster raster = picture.getRaster();
            java.util.Arrays.fill(colour, raster.getSample(x, y, 0));
            return;
        }
        int rgb = picture.getRGB(x, y);
        colour[0] = rgb >> 16 & 0xff;
        colour[1] = rgb >> 8 & 0xff;
        colour[2] = rgb & 0xff;
    }

    private static void requireSize(Path file, ImageShape shape, int width, int height) {
        if (width != shape.width() || height != shape.height()) {
            throw unfit(file, width + " x " + height + " pixels", shape);
        }
    }

    private static DataException unfit(Path file, String found, ImageShape shape) {
        return new DataException(
                Reason.WRONG_FORMAT,
                file,
                found + " found, expected a " + (shape.channels() == 1 ? "grey " : "") + "picture of " + shape.width()
                        + " x " + shape.height()
                        + " pixels, 8 bits a channel, without transparency: PNG, for example.");
    }
}
