package io.seminode.data.image;

import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSummary;
import io.seminode.data.files.Checksum;
import io.seminode.data.files.RemoteFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What MNIST and the data sets of its format have in common. */
abstract class MnistFamily implements DataSet {
    private final MnistKind kind;

    MnistFamily(MnistKind kind) {
        this.kind = kind;
    }

    @Override
    public final String name() {
        return kind.id();
    }

    @Override
    public final DataSummary inspect(Path place, DataProgress progress) {
        return DataSummary.of(MnistData.load(place, kind, 0, progress));
    }

    /**
     * One of the files.
     *
     * @param folders addresses of folders that have it
     * @param sha256 of the compressed file; the publishers' MD5 would not do for what comes over plain HTTP
     * @param contents checksum of what is in it
     */
    static RemoteFile file(List<String> folders, String name, long size, String sha256, Optional<Checksum> contents) {
        return new RemoteFile(
                name,
                folders.stream().map(folder -> URI.create(folder + name)).toList(),
                size,
                Checksum.sha256(sha256),
                contents);
    }

    /** As {@link #file} with an MD5 checksum of the contents. */
    static RemoteFile file(List<String> folders, String name, long size, String sha256, String contents) {
        return file(folders, name, size, sha256, Optional.of(Checksum.md5(contents)));
    }
}
