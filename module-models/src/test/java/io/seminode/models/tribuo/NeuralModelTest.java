package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

class NeuralModelTest {
    @Test
    void predictsTheSameWhenReadBack(@TempDir Path folder) throws IOException {
        Dataset<Label> rings = TestData.rings(40, 1);
        Path file = folder.resolve("model.tribuo");
        try (NeuralModel<Label> model = TestData.<Label>small(3).train(rings)) {
            model.serializeToFile(file);
            try (NeuralModel<Label> read =
                    (NeuralModel<Label>) Model.deserializeFromFile(file).castModel(Label.class)) {
                assertSame(model.predict(rings), read.predict(rings));
                assertEquals(model.getProvenance(), read.getProvenance());
                assertEquals(model.serialize(), read.serialize());
            }
        }
    }

    @Test
    void numbersAreTheSameWhenReadBack() {
        Dataset<Regressor> curves = TestData.curves(40, 1);
        try (NeuralModel<Regressor> model = TestData.<Regressor>small(2).train(curves);
                NeuralModel<Regressor> read = (NeuralModel<Regressor>)
                        Model.deserialize(model.serialize()).castModel(Regressor.class)) {
            assertSame(model.predict(curves), read.predict(curves));
        }
    }

    static <T extends Output<T>> void assertSame(List<Prediction<T>> expected, List<Prediction<T>> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(expected.get(i).getOutput().fullEquals(found.get(i).getOutput(), 0));
            assertTrue(expected.get(i).distributionEquals(found.get(i), 0));
        }
    }

    @Test
    void whatIsNoModelIsRejectedInTribuosWay() throws IOException {
        ModelProto good;
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(32, 1))) {
            good = model.serialize();
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> NeuralModel.deserializeFromProto(1, NeuralModel.class.getName(), good.getSerializedData()));
        Any foreign = Any.pack(com.google.protobuf.BytesValue.of(ByteString.copyFromUtf8("x")));
        assertThrows(InvalidProtocolBufferException.class, () -> NeuralModel.deserializeFromProto(0, "", foreign));
        IllegalStateException wrapped = assertThrows(
                IllegalStateException.class,
                () -> Model.deserialize(
                        good.toBuilder().setSerializedData(foreign).build()));
        assertInstanceOf(
                InvalidProtocolBufferException.class, wrapped.getCause().getCause());
        NeuralModelProto content = NeuralModelProto.unpack(good.getSerializedData());
        NeuralModelProto empty = new NeuralModelProto(content.metadata(), ByteString.EMPTY);
        assertThrows(IllegalStateException.class, () -> NeuralModel.deserializeFromProto(0, "", empty.pack()));
    }

    @Test
    void damagedModelsNeverPassAsGood() throws IOException {
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(32, 1));
                NeuralModel<Label> series = SeriesData.<Label>small(1).train(SeriesData.waves(16, 1));
                NeuralModel<Event> flow = EventData.small(1).train(EventData.expected(32, 1))) {
            for (NeuralModel<?> one : List.of(model, series, flow)) {
                damagedModelNeverPassesAsGood(one.serialize().toByteArray());
            }
        }
    }

    private static void damagedModelNeverPassesAsGood(byte[] good) throws IOException {
        byte[] network;
        try (NeuralModel<?> model = (NeuralModel<?>) Model.deserialize(ModelProto.parseFrom(good))) {
            network = model.file().bytes();
        }
        Random random = new Random(1);
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            try (NeuralModel<?> model = (NeuralModel<?>) Model.deserialize(ModelProto.parseFrom(bad))) {
                // The damage is in what Tribuo itself stores, as a time or a name: the network is whole.
                assertArrayEquals(network, model.file().bytes());
            } catch (InvalidProtocolBufferException | RuntimeException e) {
                assertTrue(
                        e instanceof InvalidProtocolBufferException
                                || e instanceof IllegalStateException
                                || e instanceof IllegalArgumentException
                                || e instanceof com.oracle.labs.mlrg.olcut.provenance.ProvenanceException,
                        e::toString);
                rejected++;
            }
        }
        int found = rejected;
        assertTrue(found > 30, () -> found + " rejected");
    }

    @Test
    void javaSerialisationIsRefused() throws IOException {
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(32, 1));
                ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThrows(NotSerializableException.class, () -> out.writeObject(model));
        }
    }

    @Test
    void severalThreadsPredictAtOnce() throws Exception {
        Dataset<Label> rings = TestData.rings(20, 1);
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(32, 1))) {
            String alone = model.predict(rings).toString();
            try (NeuralModel<Label> copy = (NeuralModel<Label>) model.copy()) {
                ExecutorService threads = Executors.newFixedThreadPool(4);
                List<Future<String>> found = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    found.add(threads.submit(() -> copy.predict(rings).toString()));
                }
                for (Future<String> text : found) {
                    assertEquals(alone, text.get());
                }
                threads.shutdown();
            }
        }
    }

    @Test
    void aClosedModelPredictsNoMoreButCanBeCopied() {
        Dataset<Label> rings = TestData.rings(20, 1);
        NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(32, 1));
        String before = model.predict(rings).toString();
        model.close();
        model.close();
        assertThrows(IllegalStateException.class, () -> model.predict(rings));
        try (NeuralModel<Label> copy = (NeuralModel<Label>) model.copy()) {
            assertEquals(before, copy.predict(rings).toString());
        }
    }
}
