package io.seminode.cli.experiment;

import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataHome;
import io.seminode.data.image.CifarData;
import io.seminode.data.image.ImageShape;
import io.seminode.data.image.Images;
import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.ImageDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;
import org.tribuo.classification.Label;
import picocli.CommandLine.Option;

/** Options of experiments with images: where they lie, and how many of them are used. */
public final class ImageOptions {
    @Option(
            names = "--data",
            paramLabel = "PLACE",
            description = "Folder of the official files. Default: where \"seminode data fetch\" puts them.")
    private @Nullable Path data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Use the first N training images only, and a fifth as many to validate and to test.")
    private @Nullable Integer limit;

    /** For picocli. */
    ImageOptions() {}

    /** Rejects a limit that leaves no image to learn from. */
    void requireSome() {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("Found --limit " + limit + ", expected 1 image or more.");
        }
    }

    /** The images of a set, divided; the same seed gives the same parts. */
    DataParts<Images> load(ImageSet set, long seed) {
        DataParts<Images> all = set.load(place(set), seed);
        if (limit == null) {
            return all;
        }
        int fewer = Math.max(1, limit / 5);
        return new DataParts<>(
                all.train().first(limit),
                all.validation().first(fewer),
                all.test().first(fewer),
                all.notes());
    }

    private Path place(ImageSet set) {
        return data == null ? DataHome.standard().dataSet(set.id()) : data;
    }

    /** The training part of {@link #load} as a data source of Tribuo's. */
    DataSource<Label> source(ImageSet set, long seed) {
        int most = limit == null ? Integer.MAX_VALUE : limit;
        return new ImageDataSource(place(set), set.id(), seed, DataPart.TRAIN, most);
    }

    /** For result files. */
    void describe(Map<String, String> settings) {
        if (data != null) {
            settings.put("data", data.toString());
        }
        if (limit != null) {
            settings.put("limit", Integer.toString(limit));
        }
    }

    /** A set of images that can be learnt. */
    enum ImageSet {
        MNIST("mnist") {
            @Override
            ImageShape shape() {
                return MnistData.SHAPE;
            }

            @Override
            List<String> classes() {
                return MnistKind.MNIST.classes();
            }

            @Override
            DataParts<Images> load(Path place, long seed) {
                return MnistData.load(place, MnistKind.MNIST, seed, DataProgress.NONE);
            }
        },
        CIFAR_10("cifar-10") {
            @Override
            ImageShape shape() {
                return CifarData.SHAPE;
            }

            @Override
            List<String> classes() {
                return CifarData.CLASSES;
            }

            @Override
            DataParts<Images> load(Path place, long seed) {
                return CifarData.load(place, seed, DataHome.standard().cache(), DataProgress.NONE);
            }
        };

        private final String id;

        ImageSet(String id) {
            this.id = id;
        }

        /** The name of the data set. */
        String id() {
            return id;
        }

        /** As on the command line, in the names of experiments. */
        String shortName() {
            return id.replace("-10", "");
        }

        /** The size of the images. */
        abstract ImageShape shape();

        /** What the images show. */
        abstract List<String> classes();

        /** Reads and divides the images. */
        abstract DataParts<Images> load(Path place, long seed);
    }
}
