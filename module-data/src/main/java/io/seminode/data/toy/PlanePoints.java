package io.seminode.data.toy;

import io.seminode.data.Examples;
import java.util.Map;
import java.util.OptionalDouble;

/** Points of the plane as examples: the field {@code x}, [batch, 2]. */
public final class PlanePoints implements Examples {
    /** The field of the points. */
    public static final String FIELD = "x";

    private final float[] points;

    PlanePoints(float[] points) {
        this.points = points;
    }

    /**
     * The middles of square cells from -reach to reach, row by row from the bottom.
     *
     * @param cells along each axis
     */
    public static PlanePoints grid(double reach, int cells) {
        double side = 2 * reach / cells;
        float[] points = new float[2 * cells * cells];
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                int i = 2 * (row * cells + column);
                points[i] = (float) (-reach + (column + 0.5) * side);
                points[i + 1] = (float) (-reach + (row + 0.5) * side);
            }
        }
        return new PlanePoints(points);
    }

    @Override
    public int size() {
        return points.length / 2;
    }

    @Override
    public Map<String, float[]> gather(int[] indices) {
        float[] gathered = new float[2 * indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(points, 2 * indices[i], gathered, 2 * i, 2);
        }
        return Map.of(FIELD, gathered);
    }

    /** The mean of a density's logarithm at these points; empty if the density has no formula. */
    public OptionalDouble meanLogDensity(ToyDensity density) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            OptionalDouble found = density.logDensity(points[2 * i], points[2 * i + 1]);
            if (found.isEmpty()) {
                return found;
            }
            sum += found.getAsDouble();
        }
        return OptionalDouble.of(sum / size());
    }
}
