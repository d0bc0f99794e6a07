package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.protobuf.protos.ObjectProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.Serial;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * What a model tells of the source of its data where the class that told it is not there: one of a library that only the training
 * had, such as Tribuo's {@code CSVDataSource}. A model predicts without it, and all that it told is kept.
 */
public final class AbsentSourceProvenance implements DataSourceProvenance {
    @Serial
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Provenance> told;

    /**
     * What OLCUT calls to read it.
     *
     * @param told as it was written
     */
    public AbsentSourceProvenance(Map<String, Provenance> told) {
        this.told = new HashMap<>(told);
    }

    /** The model's data with this in the place of every provenance whose class is not there. */
    static ModelDataProto inPlaceOfAbsentOnes(ModelDataProto data) {
        RootProvenanceProto.Builder root = data.getProvenance().toBuilder();
        for (int i = 0; i < root.getOmpCount(); i++) {
            ObjectProvenanceProto object = root.getOmp(i);
            if (!isThere(object.getProvenanceClassName())) {
                root.setOmp(i, object.toBuilder().setProvenanceClassName(AbsentSourceProvenance.class.getName()));
            }
        }
        return data.toBuilder().setProvenance(root).build();
    }

    /** No code of a class that a file names is run for this. */
    private static boolean isThere(String className) {
        try {
            return Provenance.class.isAssignableFrom(
                    Class.forName(className, false, ProvenanceUtil.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The class of the source. */
    @Override
    public String getClassName() {
        return String.valueOf(told.get(CLASS_NAME));
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        return told.entrySet().stream()
                .map(entry -> new Pair<>(entry.getKey(), entry.getValue()))
                .iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AbsentSourceProvenance that && told.equals(that.told);
    }

    @Override
    public int hashCode() {
        return told.hashCode();
    }

    @Override
    public String toString() {
        return generateString("DataSource");
    }
}
