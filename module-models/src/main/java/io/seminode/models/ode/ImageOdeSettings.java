package io.seminode.models.ode;

/**
 * What an image classifier is rebuilt from.
 *
 * @param height of an image
 * @param width of an image
 * @param channels of an image
 * @param classes how many
 * @param hiddenChannels of the state: the image's channels, augmented
 * @param fieldChannels of the hidden layers of the field
 * @param pieces how many fields follow each other, for one unit of time each
 * @param tanh whether the field ends in a hyperbolic tangent
 */
public record ImageOdeSettings(
        int height,
        int width,
        int channels,
        int classes,
        int hiddenChannels,
        int fieldChannels,
        int pieces,
        boolean tanh) {
    /** Rejects numbers that cannot be. */
    public ImageOdeSettings {
        if (height < 1
                || width < 1
                || channels < 1
                || classes < 2
                || hiddenChannels < 1
                || fieldChannels < 1
                || pieces < 1) {
            throw new IllegalArgumentException("Images of " + height + " x " + width + " x " + channels + ", " + classes
                    + " classes, " + hiddenChannels + " and " + fieldChannels + " channels and " + pieces
                    + " pieces found, expected positive numbers and at least two classes.");
        }
    }
}
