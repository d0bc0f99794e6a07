package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.Serial;
import java.util.Map;
import org.tribuo.MutableDataset;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;

/** The provenance of examples that were gone over without being kept. */
public final class StreamedProvenance extends DatasetProvenance {
    @Serial
    private static final long serialVersionUID = 1L;

    StreamedProvenance(DataProvenance source, int examples, int features, int outputs) {
        super(
                source,
                new ListProvenance<>(),
                MutableDataset.class.getName(),
                false,
                false,
                examples,
                features,
                outputs);
    }

    /**
     * What Tribuo calls to read it.
     *
     * @param map as it was written
     */
    public StreamedProvenance(Map<String, Provenance> map) {
        super(map);
    }
}
