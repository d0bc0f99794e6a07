package io.seminode.data.image;

/**
 * The size of images; values lie row by row, the channels of a pixel side by side.
 *
 * @param height rows
 * @param width columns
 * @param channels 1 for grey, 3 for red, green and blue
 */
public record ImageShape(int height, int width, int channels) {
    /** Checks that there is at least one value, and not absurdly many. */
    public ImageShape {
        if (height <= 0 || width <= 0 || channels <= 0 || (long) height * width * channels > 1 << 20) {
            throw new IllegalArgumentException("Images of " + height + " x " + width + " with " + channels
                    + " channels found, expected positive sizes and a million values at most.");
        }
    }

    /** Values of an image. */
    public int size() {
        return height * width * channels;
    }
}
