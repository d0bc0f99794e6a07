package io.seminode.data.image;

import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSummary;
import io.seminode.data.files.Checksum;
import io.seminode.data.files.DataCache;
import io.seminode.data.files.RemoteFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** CIFAR-10 by name. */
public final class Cifar10 implements DataSet {
    private static final String FILE = "cifar-10-binary.tar.gz";

    /** For the service loader. */
    public Cifar10() {}

    @Override
    public String name() {
        return "cifar-10";
    }

    @Override
    public String description() {
        return "small photographs, 32 x 32 pixels in colour";
    }

    @Override
    public String source() {
        return "Alex Krizhevsky, Vinod Nair and Geoffrey Hinton, \"Learning Multiple Layers of Features from Tiny Images\","
                + " 2009.";
    }

    @Override
    public String licence() {
        return "No licence with the files; the authors ask to cite the report.";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(new RemoteFile(
                FILE,
                List.of(URI.create("https://www.cs.toronto.edu/~kriz/" + FILE)),
                170_052_171,
                Checksum.sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
                Optional.empty()));
    }

    @Override
    public DataSummary inspect(Path place, DataProgress progress) {
        return DataSummary.of(CifarData.load(place, 0, DataCache.none(), progress));
    }
}
