package io.seminode.cli.report;

import io.seminode.data.files.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures that are not charts: images side by side, points, densities. */
public final class Pictures {
    private static final int SCALE = 3;
    private static final int GAP = 2;
    private static final int SHADES = 255;

    private Pictures() {}

    /**
     * Images side by side, in about a square.
     *
     * @param values [count, height, width, channels] from 0 to 1; 1 channel for grey, 3 for colours
     */
    public static BufferedImage grid(double[] values, int count, int height, int width, int channels) {
        int columns = (int) Math.ceil(Math.sqrt(count));
        int rows = (count + columns - 1) / columns;
        BufferedImage picture = new BufferedImage(
                columns * (width * SCALE + GAP) - GAP, rows * (height * SCALE + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
        for (int image = 0; image < count; image++) {
            int left = image % columns * (width * SCALE + GAP);
            int top = image / columns * (height * SCALE + GAP);
            for (int y = 0; y < height * SCALE; y++) {
                for (int x = 0; x < width * SCALE; x++) {
                    int pixel = ((image * height + y / SCALE) * width + x / SCALE) * channels;
                    picture.setRGB(left + x, top + y, colour(values, pixel, channels));
                }
            }
        }
        return picture;
    }

    private static int colour(double[] values, int pixel, int channels) {
        int red = shade(values[pixel]);
        int green = channels == 1 ? red : shade(values[pixel + 1]);
        int blue = channels == 1 ? red : shade(values[pixel + 2]);
        return red << 16 | green << 8 | blue;
    }

    private static int shade(double value) {
        return (int) Math.round(SHADES * Math.min(1, Math.max(0, value)));
    }

    /**
     * Points of the plane, between axes.
     *
     * @param points [count, 2]
     * @param reach the picture shows both coordinates from -reach to reach
     */
    public static BufferedImage points(double[] points, double reach) {
        return Plots.image(Plane.points(points, reach));
    }

    /**
     * Densities on a grid of the plane, between axes: white for none, dark for the largest; a bar says how large that is.
     *
     * @param densities [rows, columns], the first row at the bottom
     * @param reach the grid goes from -reach to reach in both coordinates
     */
    public static BufferedImage densities(double[] densities, int columns, double reach) {
        return Plots.image(Plane.densities(densities, columns, reach));
    }

    /** Writes a PNG file, whole or not at all. */
    public static void write(BufferedImage picture, Path file) throws IOException {
        AtomicFiles.write(file, temporary -> {
            if (!ImageIO.write(picture, "png", temporary.toFile())) {
                throw new IOException("This Java cannot write PNG.");
            }
        });
    }
}
