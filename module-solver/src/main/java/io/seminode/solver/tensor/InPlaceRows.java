package io.seminode.solver.tensor;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes rows into buffers that loops carry without a copy of the buffer. {@link Rows} writes them with {@code
 * TensorScatterUpdate}, whose native kernel copies the buffer at every write, so that n writes of n rows cost n^2. XLA knows no
 * other operation for a place that is only known at run time, and writes in place. Natively there are kernels that write
 * in place if nobody else needs the buffer; they give the same numbers.
 */
final class InPlaceRows {
    private static final String SCATTER = "TensorScatterUpdate";
    private static final String OUTPUT = ":output:0";

    private InPlaceRows() {}

    /** The same graph, with the writes in its functions exchanged. */
    static GraphDef in(GraphDef definition) {
        GraphDef.Builder exchanged = definition.toBuilder();
        for (FunctionDef.Builder function : exchanged.getLibraryBuilder().getFunctionBuilderList()) {
            FunctionDef.Builder original = function.clone();
            function.clearNodeDef();
            original.getNodeDefList().forEach(node -> add(function, node));
        }
        return exchanged.build();
    }

    private static void add(FunctionDef.Builder function, NodeDef node) {
        if (!node.getOp().equals(SCATTER)) {
            function.addNodeDef(node);
        } else if (node.getName().contains(Rows.ONE)) {
            addSlice(function, node);
        } else if (node.getName().contains(Rows.FIRST_TIME)) {
            function.addNodeDef(plain(node, "ScatterNdNonAliasingAdd")
                    .addAllInput(node.getInputList())
                    .putAttr("Tindices", node.getAttrOrThrow("Tindices")));
        } else {
            function.addNodeDef(node);
        }
    }

    /** Row i is the slice from i to i + 1. */
    private static void addSlice(FunctionDef.Builder function, NodeDef node) {
        AttrValue index = node.getAttrOrThrow("Tindices");
        String one = node.getName() + "_one";
        String begin = node.getName() + "_begin";
        String end = node.getName() + "_end";
        TensorShapeProto vector = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dim.newBuilder().setSize(1))
                .build();
        TensorProto value = TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(vector)
                .addIntVal(1)
                .build();
        function.addNodeDef(NodeDef.newBuilder()
                .setName(one)
                .setOp("Const")
                .putAttr("dtype", index)
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
        function.addNodeDef(NodeDef.newBuilder()
                .setName(begin)
                .setOp("Reshape")
                .addInput(node.getInput(1))
                .addInput(one + OUTPUT)
                .putAttr("T", index)
                .putAttr("Tshape", index));
        function.addNodeDef(NodeDef.newBuilder()
                .setName(end)
                .setOp("AddV2")
                .addInput(begin + OUTPUT)
                .addInput(one + OUTPUT)
                .putAttr("T", index));
        NodeDef.Builder slice = plain(node, "TensorStridedSliceUpdate")
                .addInput(node.getInput(0))
                .addInput(begin + OUTPUT)
                .addInput(end + ":z:0")
                .addInput(one + OUTPUT)
                .addInput(node.getInput(2))
                .putAttr("Index", index);
        node.getInputList().subList(3, node.getInputCount()).forEach(slice::addInput); // what it waits for
        function.addNodeDef(slice);
    }

    /** A node of that name with another operation, without inputs. */
    private static NodeDef.Builder plain(NodeDef node, String op) {
        return NodeDef.newBuilder()
                .setName(node.getName())
                .setOp(op)
                .setDevice(node.getDevice())
                .putAttr("T", node.getAttrOrThrow("T"));
    }
}
