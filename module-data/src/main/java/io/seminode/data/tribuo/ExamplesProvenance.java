package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.impl.SkeletalConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/** Where examples come from: the configuration of their source, their number, and the hash of the file they were read from. */
public final class ExamplesProvenance extends SkeletalConfiguredObjectProvenance
        implements ConfiguredDataSourceProvenance {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String EXAMPLES = "num-examples";

    private final IntProvenance examples;
    private final @Nullable HashProvenance hash;

    ExamplesProvenance(ConfigurableDataSource<?> host, int examples, Map<String, String> hashes) {
        super(host, "DataSource");
        this.examples = new IntProvenance(EXAMPLES, examples);
        String found = hashes.get(RESOURCE_HASH);
        this.hash = found == null ? null : new HashProvenance(HashType.SHA256, RESOURCE_HASH, found);
    }

    /**
     * What Tribuo calls to read it.
     *
     * @param map as it was written
     */
    public ExamplesProvenance(Map<String, Provenance> map) {
        this(extractProvenanceInfo(map));
    }

    private ExamplesProvenance(ExtractedInfo info) {
        super(info);
        this.examples = (IntProvenance) Objects.requireNonNull(info.instanceValues.get(EXAMPLES));
        this.hash = (HashProvenance) info.instanceValues.get(RESOURCE_HASH);
    }

    /** What Tribuo calls by this name. */
    static ExtractedInfo extractProvenanceInfo(Map<String, Provenance> map) {
        Map<String, Provenance> configured = new HashMap<>(map);
        String name = ExamplesProvenance.class.getSimpleName();
        String className = ObjectProvenance.checkAndExtractProvenance(
                        configured, CLASS_NAME, StringProvenance.class, name)
                .getValue();
        String host = ObjectProvenance.checkAndExtractProvenance(
                        configured, HOST_SHORT_NAME, StringProvenance.class, name)
                .getValue();
        Map<String, PrimitiveProvenance<?>> instance = new HashMap<>();
        instance.put(
                EXAMPLES, ObjectProvenance.checkAndExtractProvenance(configured, EXAMPLES, IntProvenance.class, name));
        if (configured.containsKey(RESOURCE_HASH)) {
            instance.put(
                    RESOURCE_HASH,
                    ObjectProvenance.checkAndExtractProvenance(configured, RESOURCE_HASH, HashProvenance.class, name));
        }
        return new ExtractedInfo(className, host, configured, instance);
    }

    @Override
    public Map<String, PrimitiveProvenance<?>> getInstanceValues() {
        Map<String, PrimitiveProvenance<?>> values = super.getInstanceValues();
        values.put(EXAMPLES, examples);
        if (hash != null) {
            values.put(RESOURCE_HASH, hash);
        }
        return values;
    }
}
