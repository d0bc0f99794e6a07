package io.seminode.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Two arms of a spiral, each of one and a half turns around the other: no straight line divides them. */
final class Spirals {
    private static final double TURNS = 1.5;
    private static final double NOISE = 0.02;

    private Spirals() {}

    static ListDataSource<Label> drawn(int ofEach, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelFactory labels = new LabelFactory();
        List<Example<Label>> points = new ArrayList<>();
        for (int i = 0; i < 2 * ofEach; i++) {
            boolean isFirst = i % 2 == 0;
            double radius = random.nextDouble(0.1, 1);
            double angle = 2 * Math.PI * TURNS * radius + (isFirst ? 0 : Math.PI);
            double[] place = {
                radius * Math.cos(angle) + NOISE * random.nextGaussian(),
                radius * Math.sin(angle) + NOISE * random.nextGaussian()
            };
            points.add(new ArrayExample<>(new Label(isFirst ? "first" : "second"), new String[] {"x", "y"}, place));
        }
        return new ListDataSource<>(points, labels, new SimpleDataSourceProvenance("two spirals", labels));
    }
}
