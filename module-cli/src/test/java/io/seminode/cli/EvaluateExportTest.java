package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.TrainingOptions;
import io.seminode.models.tribuo.TrainingOptions.EngineSetting;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat64;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Models evaluated, and written for TensorFlow and read back by it. */
final class EvaluateExportTest {
    @TempDir
    private Path folder;

    private Path numbers(String name, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("b,a,sum,product\n");
        for (int i = 0; i < 64; i++) {
            double a = 10 + random.nextGaussian();
            double b = random.nextGaussian();
            csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%.4f%n", b, a, 100 * (a + b), a * b));
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    private Path trained(Path csv) throws IOException {
        var source = CsvSeriesSource.wide(csv, new RegressionFactory(), List.of("sum", "product"));
        Path file = folder.resolve("numbers.tribuo");
        TrainingOptions training = new TrainingOptions().withEpochs(20).withExecution(EngineSetting.NATIVE, Device.CPU);
        try (NeuralModel<Regressor> model = new NeuralOdeTrainer<Regressor>()
                .withNetwork(4, 0, 8, 1)
                .withTraining(training)
                .train(new MutableDataset<>(source))) {
            model.serializeToFile(file);
        }
        return file;
    }

    @Test
    void aModelOfACsvFileIsEvaluatedOnAnother() throws IOException {
        Path model = trained(numbers("train.csv", 1));
        Path test = numbers("test.csv", 2);
        MainTest.Execution asTrained = MainTest.run("evaluate", model.toString(), test.toString());
        assertEquals(0, asTrained.exitCode(), asTrained.err());
        assertTrue(asTrained.out().contains("64 examples"), asTrained.out());
        assertTrue(asTrained.out().contains("product") && asTrained.out().contains("RMSE"), asTrained.out());
        MainTest.Execution said =
                MainTest.run("evaluate", model.toString(), test.toString(), "--outputs", "sum,product");
        assertEquals(asTrained.out(), said.out(), said.err());

        JsonNode document =
                OutputFormTest.document(MainTest.run("evaluate", model.toString(), test.toString(), "--json"));
        assertEquals(64, document.get("examples").asInt());
        double error = measure(document, "RMSE", "product");
        assertTrue(asTrained.out().contains(Double.toString(error)), () -> error + " in " + asTrained.out());
        assertTrue(Double.isFinite(measure(document, "RMSE", "macro")), document::toString);

        Path none = Files.writeString(folder.resolve("none.csv"), "b,a,sum,product\n");
        MainTest.Execution empty = MainTest.run("evaluate", model.toString(), none.toString());
        assertEquals(1, empty.exitCode());
        assertTrue(empty.err().contains("none.csv: no line found after a header"), empty.err());
    }

    private static double measure(JsonNode document, String name, String of) {
        for (JsonNode measure : document.get("measures")) {
            if (measure.get("name").asText().equals(name)
                    && measure.get("of").asText().equals(of)) {
                return measure.get("value").asDouble();
            }
        }
        throw new AssertionError(name + " of " + of + " in " + document);
    }

    @Test
    void theSavedModelPredictsTheSame() throws IOException {
        Path csv = numbers("train.csv", 1);
        Path stored = trained(csv);
        Path saved = folder.resolve("saved");
        MainTest.Execution execution = MainTest.run("export", stored.toString(), saved.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.out().contains("float64") && execution.out().contains("values"), execution.out());
        JsonNode description = new ObjectMapper()
                .readTree(saved.resolve("assets.extra/seminode.json").toFile());
        assertEquals("[\"a\",\"b\"]", description.get("features").toString());
        assertEquals("serving_default", description.get("signature").asText());

        MutableDataset<Regressor> examples =
                new MutableDataset<>(CsvSeriesSource.wide(csv, new RegressionFactory(), List.of("sum", "product")));
        // TensorFlow's optimiser, which a loader uses unless told otherwise, rounds otherwise.
        assertPredicts(stored, examples, SavedModelBundle.load(saved.toString()), 1e-5);
        ConfigProto unchanged = ConfigProto.newBuilder()
                .setGraphOptions(GraphOptions.newBuilder()
                        .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
                .build();
        assertPredicts(
                stored,
                examples,
                SavedModelBundle.loader(saved.toString())
                        .withConfigProto(unchanged)
                        .load(),
                0);
        assertEquals(
                2, MainTest.run("export", stored.toString(), saved.toString()).exitCode(), "never over files");
    }

    /** What TensorFlow's loaders of other languages go by: one graph for serving, its signature, nothing beside it. */
    @Test
    void theSavedModelsSignatureIsAsTheGuideSays() throws IOException {
        Path stored = trained(numbers("train.csv", 1));
        Path saved = folder.resolve("saved");
        assertEquals(
                0,
                MainTest.run("export", stored.toString(), saved.toString(), "--batch", "5")
                        .exitCode());
        SavedModel model = SavedModel.parseFrom(Files.readAllBytes(saved.resolve("saved_model.pb")));
        assertEquals(1, model.getMetaGraphsCount());
        MetaGraphDef graph = model.getMetaGraphs(0);
        assertEquals(List.of("serve"), List.copyOf(graph.getMetaInfoDef().getTagsList()));
        SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
        assertEquals("tensorflow/serving/predict", signature.getMethodName());
        assertEquals(Map.of("x", "DT_DOUBLE[5, 2]"), described(signature.getInputsMap()));
        assertEquals(
                Map.of("values", "DT_DOUBLE[5, 2]", "status", "DT_INT32[]", "evaluations", "DT_INT32[]"),
                described(signature.getOutputsMap()));
        assertTrue(graph.getGraphDef().getNodeList().stream()
                .noneMatch(node -> node.getOp().contains("Var")));
    }

    private static Map<String, String> described(Map<String, TensorInfo> tensors) {
        Map<String, String> described = new HashMap<>();
        tensors.forEach((name, info) -> described.put(
                name,
                info.getDtype()
                        + info.getTensorShape().getDimList().stream()
                                .map(dim -> Long.toString(dim.getSize()))
                                .toList()
                                .toString()));
        return described;
    }

    private static void assertPredicts(
            Path stored, MutableDataset<Regressor> examples, SavedModelBundle loaded, double tolerance) {
        try (NeuralModel<Regressor> model =
                        (NeuralModel<Regressor>) StoredModel.tribuo(stored).castModel(Regressor.class);
                SavedModelBundle bundle = loaded) {
            for (Example<Regressor> example : examples) {
                double[] features = {
                    example.lookup("a").getValue(), example.lookup("b").getValue()
                };
                double[] expected = model.predict(example).getOutput().getValues();
                try (Tensor x = TFloat64.tensorOf(Shape.of(1, 2), DataBuffers.of(features));
                        Result result = bundle.function("serving_default").call(Map.of("x", x))) {
                    double[] found = Tensors.toDoubles(result.get("values").orElseThrow());
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(
                                expected[i], found[i], tolerance == 0 ? 0 : tolerance * (1 + Math.abs(expected[i])));
                    }
                    assertEquals(0, Tensors.toDoubles(result.get("status").orElseThrow())[0]);
                }
            }
        }
    }

    @Test
    void aFlowFindsAnomaliesAndItsDensityIsExported() throws IOException {
        Path run = folder.resolve("flow");
        MainTest.Execution trained = MainTest.run(
                "train",
                "toy-cnf",
                "--epochs",
                "1",
                "--max-batches",
                "30",
                "--batch-size",
                "100",
                "--examples",
                "4000",
                "--engine",
                "native",
                "--out",
                run.toString());
        assertEquals(0, trained.exitCode(), trained.err());
        Path csv = Files.writeString(
                folder.resolve("points.csv"),
                "x,y,kind\n0.1,2.8,EXPECTED\n2.8,0.1,EXPECTED\n20,20,ANOMALOUS\n-20,5,ANOMALOUS\n");
        MainTest.Execution evaluated =
                MainTest.run("evaluate", run.resolve("model.tribuo").toString(), csv.toString(), "--outputs", "kind");
        assertEquals(0, evaluated.exitCode(), evaluated.err());
        assertTrue(evaluated.out().contains("4 examples"), evaluated.out());
        assertTrue(evaluated.out().contains("tp=2 fp=0 tn=2 fn=0"), evaluated.out());
        MainTest.Execution exported = MainTest.run(
                "export",
                run.resolve("model.safetensors").toString(),
                folder.resolve("saved").toString(),
                "--batch",
                "3");
        assertEquals(0, exported.exitCode(), exported.err());
        try (SavedModelBundle bundle =
                        SavedModelBundle.load(folder.resolve("saved").toString());
                Tensor x = Tensors.ofFloats(Shape.of(3, 2), new float[] {0.1f, 2.8f, 2.8f, 0.1f, 20, 20});
                Result result = bundle.function("serving_default").call(Map.of("x", x))) {
            double[] densities = Tensors.toDoubles(result.get("log_density").orElseThrow());
            assertTrue(densities[0] > densities[2] + 10 && densities[1] > densities[2] + 10);
        }
    }

    @Test
    void whatCannotBeEvaluatedOrExportedIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text.tribuo"), "no model");
        for (List<String> command : List.of(
                List.of("evaluate", text.toString(), "x.csv"),
                List.of("export", text.toString(), folder.resolve("saved").toString()))) {
            MainTest.Execution execution = MainTest.run(command.toArray(String[]::new));
            assertEquals(1, execution.exitCode(), execution.err());
            assertTrue(execution.err().contains("text.tribuo"), execution.err());
        }
        Path model = trained(numbers("train.csv", 1));
        MainTest.Execution other = MainTest.run(
                "evaluate", model.toString(), folder.resolve("absent.csv").toString());
        assertEquals(1, other.exitCode());
        assertTrue(other.err().contains("absent.csv"), other.err());
        MainTest.Execution wrong = MainTest.run(
                "evaluate", model.toString(), folder.resolve("train.csv").toString(), "--outputs", "height");
        assertEquals(1, wrong.exitCode());
        assertTrue(wrong.err().contains("height"), wrong.err());
        assertEquals(2, MainTest.run("evaluate", "model.safetensors", "x").exitCode());
    }
}
