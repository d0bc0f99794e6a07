package io.seminode.solver.tensor;

import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Makes sums the same in every run. TensorFlow's kernel for {@code AddN}, which gradients are full of, begins with the first
 * term whose memory nobody else needs any more; which one that is depends on how fast others were, and so does the rounding of a sum of three or
 * more. A sum of two is the same either way.
 */
final class OrderedSums {
    private static final String SUM = "AddN";
    private static final String COUNT = "N";

    private OrderedSums() {}

    /** The same graph, with sums of two terms in its functions, from the first term to the last. */
    static GraphDef in(GraphDef definition) {
        GraphDef.Builder ordered = definition.toBuilder();
        for (FunctionDef.Builder function : ordered.getLibraryBuilder().getFunctionBuilderList()) {
            FunctionDef.Builder original = function.clone();
            function.clearNodeDef();
            original.getNodeDefList().forEach(node -> add(function, node));
        }
        return ordered.build();
    }

    private static void add(FunctionDef.Builder function, NodeDef node) {
        if (!node.getOp().equals(SUM) || node.getAttrOrThrow(COUNT).getI() <= 2) {
            function.addNodeDef(node);
            return;
        }
        int terms = (int) node.getAttrOrThrow(COUNT).getI();
        String sum = node.getInput(0);
        for (int i = 1; i < terms; i++) {
            boolean last = i == terms - 1;
            NodeDef.Builder two = node.toBuilder().clearInput().addInput(sum).addInput(node.getInput(i));
            two.putAttr(COUNT, node.getAttrOrThrow(COUNT).toBuilder().setI(2).build());
            if (last) {
                node.getInputList().subList(terms, node.getInputCount()).forEach(two::addInput); // what it waits for
            } else {
                two.setName(node.getName() + "_of_" + (i + 1));
            }
            function.addNodeDef(two);
            sum = two.getName() + ":sum:0";
        }
    }
}
