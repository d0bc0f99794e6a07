package io.seminode.data.image;

/**
 * Takes pixels, made continuous, from [0, 1] to the whole real line, where a flow models them:
 *
 * <pre>
 * s = alpha + (1 - 2 alpha) x,   y = log s - log(1 - s),   log |dy/dx| = log(1 - 2 alpha) - log s - log(1 - s)
 * </pre>
 *
 * <p>A density of y is one of x by log p(x) = log p(y) + sum log |dy/dx|, where the sum is over all values of an image. x is
 * a pixel of 0 to 255 with uniform noise of [0, 1) added, divided by 256; hence {@link #bitsPerDimension}.
 *
 * <p>Source: Dinh, Sohl-Dickstein and Bengio, "Density estimation using Real NVP" (arXiv:1605.08803), section 4.1; FFJORD
 * (arXiv:1810.01367) and its code, whose multi-scale model has alpha 0.05 as default and whose training script has 1e-6.
 *
 * @param alpha keeps y finite
 */
public record LogitTransform(double alpha) {
    /** Alpha 0.05. */
    public static final LogitTransform STANDARD = new LogitTransform(0.05);

    private static final int LEVELS = 256;

    /** Checks that y is finite and increases with x. */
    public LogitTransform {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("Alpha " + alpha + " found, expected more than 0 and less than 0.5.");
        }
    }

    /** x to y. */
    public double forward(double x) {
        double s = squeezed(x);
        return Math.log(s) - Math.log1p(-s);
    }

    /** y to x: for samples. */
    public double inverse(double y) {
        return (1 / (1 + Math.exp(-y)) - alpha) / (1 - 2 * alpha);
    }

    /** log |dy/dx| of one value. */
    public double logDerivative(double x) {
        double s = squeezed(x);
        return Math.log1p(-2 * alpha) - Math.log(s) - Math.log1p(-s);
    }

    private double squeezed(double x) {
        return alpha + (1 - 2 * alpha) * x;
    }

    /**
     * The unit that image models are compared in: how many bits a value of 0 to 255 costs.
     *
     * @param logDensity log p(y) of an image, in nats
     * @param logDeterminant the sum of log |dy/dx| over the image's values
     * @param values of an image
     */
    public static double bitsPerDimension(double logDensity, double logDeterminant, int values) {
        return (Math.log(LEVELS) - (logDensity + logDeterminant) / values) / Math.log(2);
    }
}
