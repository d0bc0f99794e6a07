package io.seminode.solver.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes a function as a TensorFlow SavedModel, which TensorFlow itself reads in any language.
 *
 * <p>Whatever does not change is a constant in the graph: there are no variables, so that one file is all.
 */
public final class SavedModels {
    static {
        TensorFlowRuntime.prepare();
    }

    /** The key of the only signature, which TensorFlow Serving takes if none is named. */
    public static final String SIGNATURE = "serving_default";

    private static final String TAG = "serve";
    private static final String METHOD = "tensorflow/serving/predict";
    private static final String FILE = "saved_model.pb";

    private SavedModels() {}

    /**
     * Writes a function.
     *
     * @param folder is made if it is not there
     * @param name of the function in the graph
     * @param inputs of the signature
     * @param body makes the signature's outputs
     * @return the outputs
     * @throws IOException if it cannot be written
     */
    public static List<TensorSpec> write(Path folder, String name, List<TensorSpec> inputs, CompiledFunction.Body body)
            throws IOException {
        List<String> outputNames = new ArrayList<>();
        List<TensorSpec> outputs = new ArrayList<>();
        SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
        GraphDef definition;
        try (Graph graph = new Graph();
                ConcreteFunction function =
                        Functions.define(name, inputs, CompiledFunction.byPosition(inputs, outputNames, body))) {
            Ops tf = Ops.create(graph);
            graph.attachFunction(function);
            OperationBuilder call = graph.opBuilder(function.getDefinedName(), "call", graph.baseScope());
            for (TensorSpec input : inputs) {
                Output<?> fed = tf.withName(input.name())
                        .placeholder(input.type(), Placeholder.shape(input.shape()))
                        .asOutput();
                call.addInput(fed);
                signature.putInputs(input.name(), info(fed));
            }
            Operation node = call.build();
            for (int i = 0; i < outputNames.size(); i++) {
                Output<?> output = tf.withName("output_" + outputNames.get(i))
                        .identity(node.output(i))
                        .asOutput();
                signature.putOutputs(outputNames.get(i), info(output));
                outputs.add(new TensorSpec(outputNames.get(i), output.type(), output.shape()));
            }
            definition = graph.toGraphDef();
        }
        MetaGraphDef.Builder meta = MetaGraphDef.newBuilder()
                .setMetaInfoDef(
                        MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG).setTensorflowVersion(TensorFlow.version()))
                .setGraphDef(definition.toBuilder().setLibrary(notInlined(definition.getLibrary())))
                .putSignatureDef(SIGNATURE, signature.build());
        Files.createDirectories(folder);
        Files.write(
                folder.resolve(FILE),
                SavedModel.newBuilder()
                        .setSavedModelSchemaVersion(1)
                        .addMetaGraphs(meta)
                        .build()
                        .toByteArray());
        return outputs;
    }

    /** TensorFlow 2.18 crashes on loops that its optimiser has taken out of their functions, which it does if it may. */
    private static FunctionDefLibrary notInlined(FunctionDefLibrary library) {
        FunctionDefLibrary.Builder kept = library.toBuilder();
        for (FunctionDef.Builder function : kept.getFunctionBuilderList()) {
            function.putAttr("_noinline", AttrValue.newBuilder().setB(true).build());
        }
        return kept.build();
    }

    private static TensorInfo info(Operand<?> operand) {
        Output<?> output = operand.asOutput();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : output.shape().asArray()) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(output.op().name() + ":" + output.index())
                .setDtypeValue(output.dataType().getNumber())
                .setTensorShape(shape)
                .build();
    }
}
