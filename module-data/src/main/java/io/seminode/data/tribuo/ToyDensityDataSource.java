package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.data.toy.PlanePoints;
import io.seminode.data.toy.ToyDensity;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.OutputFactory;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.impl.ArrayExample;

/** Points drawn from a density in the plane, as expected events. */
public final class ToyDensityDataSource extends ExamplesSource<Event> {
    @Config(description = "eight-gaussians, two-moons, pinwheel or checkerboard.")
    private String density = ToyDensity.EIGHT_GAUSSIANS.id(); // OLCUT cannot store enums whose constants have bodies

    @Config(description = "How many points.")
    private int points = 1000;

    @Config(description = "What they are drawn from.")
    private long seed = 0;

    private final AnomalyFactory factory = new AnomalyFactory();

    /** For configurations. */
    private ToyDensityDataSource() {}

    /**
     * Points of a density.
     *
     * @param points how many
     * @throws PropertyException if that is less than 1
     */
    public ToyDensityDataSource(ToyDensity density, int points, long seed) {
        this.density = density.id();
        this.points = points;
        this.seed = seed;
        postConfig();
    }

    /** Rejects an unknown density, and a number of points that cannot be. */
    @Override
    public void postConfig() {
        if (known().noneMatch(d -> d.id().equals(density))) {
            throw new PropertyException(
                    "",
                    "density",
                    "\"" + density + "\" found, expected one of "
                            + known().map(ToyDensity::id).toList() + ".");
        }
        if (points < 1) {
            throw new PropertyException("", "points", points + " found, expected 1 or more.");
        }
    }

    private static Stream<ToyDensity> known() {
        return Arrays.stream(ToyDensity.values());
    }

    @Override
    Loaded<Event> load() {
        ToyDensity found =
                known().filter(d -> d.id().equals(density)).findFirst().orElseThrow();
        PlanePoints drawn = found.sample(points, seed);
        return new Loaded<>() {
            @Override
            public int size() {
                return drawn.size();
            }

            @Override
            public Example<Event> example(int index) {
                float[] point =
                        Objects.requireNonNull(drawn.gather(new int[] {index}).get(PlanePoints.FIELD));
                return new ArrayExample<>(
                        new Event(Event.EventType.EXPECTED), new String[] {"x", "y"}, new double[] {point[0], point[1]
                        });
            }
        };
    }

    @Override
    public OutputFactory<Event> getOutputFactory() {
        return factory;
    }
}
