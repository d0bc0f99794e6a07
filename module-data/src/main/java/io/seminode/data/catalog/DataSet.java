package io.seminode.data.catalog;

import io.seminode.data.DataProgress;
import io.seminode.data.files.RemoteFile;
import io.seminode.solver.spi.Named;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set that can be fetched, described and verified by its name. A new one is a class that is registered as a provider
 * of this service.
 *
 * <p>Its class is loaded to show help: nothing but {@link #inspect} may take long or touch TensorFlow.
 */
public interface DataSet extends Named {
    /** Who made it and where that is described, in one sentence. */
    String source();

    /** Under what terms it may be used, in one sentence. */
    String licence();

    /** The publisher's files; none if the data is simulated. */
    List<RemoteFile> files();

    /**
     * Reads all of it.
     *
     * @param place the folder with its files, or one of them
     * @throws io.seminode.data.DataException if it is missing or damaged
     */
    DataSummary inspect(Path place, DataProgress progress);
}
