package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataHome;
import io.seminode.data.image.CifarData;
import io.seminode.data.image.ImageShape;
import io.seminode.data.image.Images;
import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/**
 * Images with classes: the feature {@code y03x27} is the grey value of row 3, column 27, from -1 to 1; {@code y03x27c1} the
 * second colour of that pixel.
 */
public final class ImageDataSource extends ExamplesSource<Label> {
    private static final String CIFAR = "cifar-10";

    @Config(mandatory = true, description = "The folder with the official files.")
    private Path place = Path.of("");

    @Config(description = "mnist, fashion-mnist, kmnist or cifar-10.")
    private String name = "mnist";

    @Config(description = "Seed of the division into training and validation.")
    private long seed = 0;

    @Config(description = "TRAIN, VALIDATION or TEST.")
    private DataPart part = DataPart.TRAIN;

    @Config(
            description =
                    "The most training images that are used, from the first on; of the other parts a fifth as many.")
    private int most = Integer.MAX_VALUE;

    private final LabelFactory factory = new LabelFactory();

    /** For configurations. */
    private ImageDataSource() {}

    /**
     * A part of the images.
     *
     * @param place the folder with the official files
     * @param name mnist, fashion-mnist, kmnist or cifar-10
     * @param most training images that are used; of the other parts a fifth as many
     * @throws PropertyException if there are no images of that name
     */
    public ImageDataSource(Path place, String name, long seed, DataPart part, int most) {
        this.place = place;
        this.name = name;
        this.seed = seed;
        this.part = part;
        this.most = most;
        postConfig();
    }

    /** Rejects an unknown name, and a number of images that cannot be. */
    @Override
    public void postConfig() {
        List<String> known = Stream.concat(Arrays.stream(MnistKind.values()).map(MnistKind::id), Stream.of(CIFAR))
                .toList();
        if (!known.contains(name)) {
            throw new PropertyException("", "name", "\"" + name + "\" found, expected one of " + known + ".");
        }
        if (most < 1) {
            throw new PropertyException("", "most", most + " images found, expected 1 or more.");
        }
    }

    @Override
    Loaded<Label> load() {
        int used = part == DataPart.TRAIN || most == Integer.MAX_VALUE ? most : Math.max(1, most / 5);
        Images images = part.of(parts(DataProgress.NONE)).first(used);
        String[] names = names(images.shape()).toArray(String[]::new);
        return new Loaded<>() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public Example<Label> example(int index) {
                float[] pixels =
                        Objects.requireNonNull(images.gather(new int[] {index}).get(Images.FIELD));
                double[] values = new double[pixels.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = pixels[i];
                }
                return new ArrayExample<>(new Label(images.classes().get(images.label(index))), names, values);
            }
        };
    }

    private DataParts<Images> parts(DataProgress progress) {
        if (name.equals(CIFAR)) {
            return CifarData.load(place, seed, DataHome.standard().cache(), progress);
        }
        MnistKind kind = Arrays.stream(MnistKind.values())
                .filter(k -> k.id().equals(name))
                .findFirst()
                .orElseThrow();
        return MnistData.load(place, kind, seed, progress);
    }

    /** The names of the features of images, in the order of the pixels. */
    public static List<String> names(ImageShape shape) {
        return java.util.stream.IntStream.range(0, shape.size())
                .mapToObj(i -> {
                    int pixel = i / shape.channels();
                    String place =
                            String.format(Locale.ROOT, "y%02dx%02d", pixel / shape.width(), pixel % shape.width());
                    return shape.channels() == 1 ? place : place + "c" + i % shape.channels();
                })
                .toList();
    }

    @Override
    public OutputFactory<Label> getOutputFactory() {
        return factory;
    }
}
