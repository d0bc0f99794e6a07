package io.seminode.cli.report;

import io.seminode.data.files.AtomicFiles;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures that are not charts: images side by side, points, densities. */
public final class Pictures {
    private static final int SCALE = 3;
    private static final int GAP = 2;
    private static final int SIDE = 480;
    private static final Color POINT = new Color(0, 0x72, 0xB2, 90);
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
     * Points of the plane.
     *
     * @param points [count, 2]
     * @param reach the picture shows both coordinates from -reach to reach
     */
    public static BufferedImage points(double[] points, double reach) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, SIDE, SIDE);
            graphics.setColor(POINT);
            for (int i = 0; i < points.length; i += 2) {
                int x = (int) Math.round((points[i] / reach + 1) / 2 * SIDE);
                int y = (int) Math.round((1 - points[i + 1] / reach) / 2 * SIDE);
                graphics.fillRect(x - 1, y - 1, 2, 2);
            }
        } finally {
            graphics.dispose();
        }
        return picture;
    }

    /**
     * Densities on a grid of the plane: white for none, dark for the largest.
     *
     * @param densities [rows, columns], the first row at the bottom
     */
    public static BufferedImage densities(double[] densities, int columns) {
        int rows = densities.length / columns;
        double largest = Double.MIN_NORMAL;
        for (double density : densities) {
            largest = Math.max(largest, density);
        }
        int scale = Math.max(1, SIDE / columns);
        BufferedImage picture = new BufferedImage(columns * scale, rows * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rows * scale; y++) {
            for (int x = 0; x < columns * scale; x++) {
                double share = densities[(rows - 1 - y / scale) * columns + x / scale] / largest;
                picture.setRGB(x, y, shaded(share));
            }
        }
        return picture;
    }

    /** From white over blue to a dark blue; the square root shows small densities too. */
    private static int shaded(double share) {
        float depth = (float) Math.sqrt(share);
        return Color.HSBtoRGB(0.57f, Math.min(1, 1.6f * depth), 1 - 0.75f * depth * depth);
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
