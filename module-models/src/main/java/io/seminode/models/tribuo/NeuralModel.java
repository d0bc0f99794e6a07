package io.seminode.models.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.util.Pair;
import io.seminode.data.Standardisation;
import io.seminode.models.file.ModelFile;
import io.seminode.models.predict.ModelExport;
import io.seminode.solver.tensor.RootLocale;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;

/**
 * A trained neural differential equation as Tribuo's model: labels come with probabilities, regressors with values.
 *
 * <p>Safe for several threads that predict at once. Holds native memory from its first prediction on: close it, or leave that
 * to the garbage collector. A closed model predicts no more, but can be copied and serialised.
 *
 * <p>It is stored by Tribuo's {@link #serializeToFile} and read by {@link Model#deserializeFromFile}, with weights and solver;
 * not by Java's serialisation.
 *
 * @param <T> the kind of output
 */
public final class NeuralModel<T extends Output<T>> extends Model<T> implements AutoCloseable {
    /** Of the serialised form. */
    public static final int CURRENT_VERSION = 0;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Cleaner CLEANER = Cleaner.create();

    private final transient Content<T> content;
    private final transient Cleaner.Cleanable predictorsEnd;
    private final transient SharedPredictor predictor;

    NeuralModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<T> outputs,
            Content<T> content) {
        super(name, provenance, features, outputs, content.outputs().predictsProbabilities());
        this.content = content;
        this.predictor = new SharedPredictor(content.file(), content.batch(), content.execution());
        this.predictorsEnd = CLEANER.register(this, predictor::close);
    }

    /** The network, the solver it was trained with, its weights, and how features are made for it. */
    public ModelFile file() {
        return content.file();
    }

    /**
     * What is written of it as a TensorFlow SavedModel: for vectors it takes the features themselves, in the order of their
     * names, and gives numbers and densities as they are in the data's units; a model of time series takes the coefficients of
     * paths. The threshold of an anomaly detector is told in the same units.
     */
    public ModelExport export() {
        List<String> names = new ArrayList<>();
        Standardisation standardisation = null;
        if (content.features() instanceof DenseFeatures dense) {
            for (int i = 0; i < featureIDMap.size(); i++) {
                names.add(featureIDMap.get(i).getName());
            }
            standardisation = dense.standardisation();
        }
        return new ModelExport(
                content.inUnitsOf(standardisation).file(),
                names,
                standardisation,
                content.outputs().standardisation());
    }

    @Override
    public Prediction<T> predict(Example<T> example) {
        return batch(List.of(example)).get(0);
    }

    @Override
    protected List<Prediction<T>> innerPredict(Iterable<Example<T>> examples) {
        List<Prediction<T>> predictions = new ArrayList<>();
        List<Example<T>> batch = new ArrayList<>();
        for (Iterator<Example<T>> rest = examples.iterator(); rest.hasNext(); ) {
            batch.add(rest.next());
            if (batch.size() == content.batch() || !rest.hasNext()) {
                predictions.addAll(batch(batch));
                batch.clear();
            }
        }
        return predictions;
    }

    /** A last, smaller batch is filled up with its first example. */
    private List<Prediction<T>> batch(List<Example<T>> examples) {
        FeatureCodec features = content.features().fitting(examples);
        Map<String, float[]> fields = new LinkedHashMap<>();
        features.sizes()
                .forEach((name, size) -> fields.put(name, new float[EncodedExamples.room(content.batch(), size)]));
        int[] used = new int[examples.size()];
        for (int row = 0; row < content.batch(); row++) {
            boolean real = row < examples.size();
            int found = features.encode(examples.get(real ? row : 0), fields, row);
            if (real) {
                used[row] = found;
            }
        }
        float[] values = Objects.requireNonNull(
                predictor.predict(features, fields).get(content.outputs().predicted()));
        int size = content.outputs().outputs();
        List<Prediction<T>> predictions = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            float[] ofRow = Arrays.copyOfRange(values, row * size, (row + 1) * size);
            predictions.add(content.outputs().decode(ofRow, used[row], examples.get(row)));
        }
        return predictions;
    }

    /** Nothing: a network does not say which features it goes by. */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    /** Nothing: a network does not say why. */
    @Override
    public Optional<Excuse<T>> getExcuse(Example<T> example) {
        return Optional.empty();
    }

    @Override
    protected NeuralModel<T> copy(String newName, ModelProvenance newProvenance) {
        return new NeuralModel<>(newName, newProvenance, featureIDMap, outputIDInfo, content);
    }

    @Override
    public ModelProto serialize() {
        NeuralModelProto proto = new NeuralModelProto(
                RootLocale.call(() -> createDataCarrier().serialize()),
                ByteString.copyFrom(content.file().bytes()));
        return ModelProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(NeuralModel.class.getName())
                .setSerializedData(proto.pack())
                .build();
    }

    /**
     * What Tribuo calls to read a model.
     *
     * @param version of the serialised form
     * @param className this class's name
     * @param message as {@link #serialize} made it
     * @throws InvalidProtocolBufferException if it is another message
     * @throws IllegalArgumentException if it was written by a later version
     * @throws IllegalStateException if it is damaged, or needs something that is not there, as a norm
     */
    public static NeuralModel<?> deserializeFromProto(int version, String className, Any message)
            throws InvalidProtocolBufferException {
        if (version < 0 || version > CURRENT_VERSION) {
            throw new IllegalArgumentException(
                    "Unknown version " + version + ", this class supports at most version " + CURRENT_VERSION);
        }
        NeuralModelProto proto = NeuralModelProto.unpack(message);
        return read(
                ModelDataCarrier.deserialize(AbsentSourceProvenance.inPlaceOfAbsentOnes(proto.metadata())),
                proto.model().toByteArray());
    }

    private static <T extends Output<T>> NeuralModel<T> read(ModelDataCarrier<T> carrier, byte[] model) {
        Content<T> content;
        try {
            ModelFile file = ModelFile.read("The model in it", model);
            content = Content.of(file, carrier.featureDomain(), carrier.outputDomain());
        } catch (RuntimeException e) { // whatever is wrong: the kind of error is Tribuo's
            throw new IllegalStateException("Invalid protobuf, " + e.getMessage(), e);
        }
        return new NeuralModel<>(
                carrier.name(), carrier.provenance(), carrier.featureDomain(), carrier.outputDomain(), content);
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(
                NeuralModel.class.getName() + ": use serializeToFile, which writes Tribuo's protobuf.");
    }

    /** What holds the native memory. */
    SharedPredictor predictor() {
        return predictor;
    }

    /** Frees the native memory; waits for predictions that are under way. */
    @Override
    public void close() {
        predictorsEnd.clean();
    }
}
