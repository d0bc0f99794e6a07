package io.seminode.data.toy;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A density in the plane, within about 4 of the origin.
 *
 * <p>Shapes and sizes are those of FFJORD's toy data (Grathwohl et al., arXiv:1810.01367), most of which come from
 * scikit-learn.
 */
public enum ToyDensity {
    /** Eight round heaps on a circle. */
    EIGHT_GAUSSIANS("eight round heaps on a circle") {
        private static final int HEAPS = 8;
        private static final double SCALE = 1.414;
        private static final double RADIUS = 4 / SCALE;
        private static final double DEVIATION = 0.5 / SCALE;

        @Override
        void sample(SplittableRandom random, double[] point) {
            double angle = 2 * Math.PI * random.nextInt(HEAPS) / HEAPS;
            point[0] = RADIUS * Math.cos(angle) + DEVIATION * random.nextGaussian();
            point[1] = RADIUS * Math.sin(angle) + DEVIATION * random.nextGaussian();
        }

        @Override
        public OptionalDouble logDensity(double x, double y) {
            double sum = 0;
            for (int heap = 0; heap < HEAPS; heap++) {
                double angle = 2 * Math.PI * heap / HEAPS;
                sum += gaussian(x - RADIUS * Math.cos(angle), y - RADIUS * Math.sin(angle), DEVIATION);
            }
            return OptionalDouble.of(Math.log(sum / HEAPS));
        }
    },
    /** Two half circles that grip into each other. */
    TWO_MOONS("two half circles that grip into each other") {
        private static final double SCALE = 2;
        private static final double DEVIATION = 0.1 * SCALE;
        private static final int SLICES = 500;

        /** The middle line of a moon; t from 0 to 1. */
        private double x(boolean upper, double t) {
            double cosine = Math.cos(Math.PI * t);
            return SCALE * (upper ? cosine : 1 - cosine) - 1;
        }

        private double y(boolean upper, double t) {
            double sine = Math.sin(Math.PI * t);
            return SCALE * (upper ? sine : 0.5 - sine) - 0.2;
        }

        @Override
        void sample(SplittableRandom random, double[] point) {
            boolean upper = random.nextBoolean();
            double t = random.nextDouble();
            point[0] = x(upper, t) + DEVIATION * random.nextGaussian();
            point[1] = y(upper, t) + DEVIATION * random.nextGaussian();
        }

        /** An integral along the middle lines, by the midpoint rule in steps much smaller than a moon is wide. */
        @Override
        public OptionalDouble logDensity(double x, double y) {
            double sum = 0;
            for (int slice = 0; slice < SLICES; slice++) {
                double t = (slice + 0.5) / SLICES;
                sum += gaussian(x - x(true, t), y - y(true, t), DEVIATION);
                sum += gaussian(x - x(false, t), y - y(false, t), DEVIATION);
            }
            return OptionalDouble.of(Math.log(sum / (2 * SLICES)));
        }
    },
    /** Five arms, bent as by rotation; its density has no formula. */
    PINWHEEL("five arms, bent as by rotation") {
        private static final int ARMS = 5;
        private static final double LENGTH = 0.3;
        private static final double WIDTH = 0.1;
        private static final double BEND = 0.25;

        @Override
        void sample(SplittableRandom random, double[] point) {
            double along = 1 + LENGTH * random.nextGaussian();
            double across = WIDTH * random.nextGaussian();
            double angle = 2 * Math.PI * random.nextInt(ARMS) / ARMS + BEND * Math.exp(along);
            point[0] = 2 * (along * Math.cos(angle) - across * Math.sin(angle));
            point[1] = 2 * (along * Math.sin(angle) + across * Math.cos(angle));
        }

        @Override
        public OptionalDouble logDensity(double x, double y) {
            return OptionalDouble.empty();
        }
    },
    /** Eight squares of a board of four by four. */
    CHECKERBOARD("eight squares of a board of four by four") {
        private static final int SQUARES = 4;
        private static final double SIDE = 2;

        @Override
        void sample(SplittableRandom random, double[] point) {
            int column = random.nextInt(SQUARES);
            int row = 2 * random.nextInt(SQUARES / 2) + column % 2;
            point[0] = SIDE * (column - SQUARES / 2 + random.nextDouble());
            point[1] = SIDE * (row - SQUARES / 2 + random.nextDouble());
        }

        @Override
        public OptionalDouble logDensity(double x, double y) {
            int column = (int) Math.floor(x / SIDE) + SQUARES / 2;
            int row = (int) Math.floor(y / SIDE) + SQUARES / 2;
            boolean inside = column >= 0 && column < SQUARES && row >= 0 && row < SQUARES && (column + row) % 2 == 0;
            double area = SQUARES * SQUARES / 2 * SIDE * SIDE;
            return OptionalDouble.of(inside ? -Math.log(area) : Double.NEGATIVE_INFINITY);
        }
    };

    private final String description;

    ToyDensity(String description) {
        this.description = description;
    }

    /** The name as used on the command line and in files: lower case, with dashes. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In a few words. */
    public String description() {
        return description;
    }

    /** Draws a point. */
    abstract void sample(SplittableRandom random, double[] point);

    /** The natural logarithm of the density at a point; empty if there is no way to compute it. */
    public abstract OptionalDouble logDensity(double x, double y);

    /**
     * Draws points.
     *
     * @param count how many
     * @param seed the same seed gives the same points
     */
    public PlanePoints sample(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] points = new float[2 * count];
        double[] point = new double[2];
        for (int i = 0; i < count; i++) {
            sample(random, point);
            points[2 * i] = (float) point[0];
            points[2 * i + 1] = (float) point[1];
        }
        return new PlanePoints(points);
    }

    private static double gaussian(double x, double y, double deviation) {
        double variance = deviation * deviation;
        return Math.exp(-(x * x + y * y) / (2 * variance)) / (2 * Math.PI * variance);
    }
}
