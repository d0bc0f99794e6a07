package io.seminode.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;

/**
 * Two tanh layers 32 wide and a linear one, written with TensorFlow Java alone: what a neural ODE is compared with. Adam, batches of 32,
 * learning rate 0.01, as the trainers here begin with.
 */
final class Mlp implements AutoCloseable {
    private static final int BATCH = 32;
    private static final int WIDTH = 32;

    private final Graph graph = new Graph();
    private final Session session = new Session(graph);
    private final Ops tf = Ops.create(graph);
    private final Random random;
    private final ImmutableFeatureMap features;
    private final ImmutableOutputInfo<Label> labels;
    private final List<Variable<TFloat32>> weights = new ArrayList<>();
    private final List<Op> initial = new ArrayList<>();
    private final Placeholder<TFloat32> x;
    private final Placeholder<TInt32> y = tf.placeholder(TInt32.class);
    private final Placeholder<TFloat32> step = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    private final Operand<TInt64> guess;
    private final List<Op> update = new ArrayList<>();

    /** An untrained one for data like the examples. */
    Mlp(Dataset<Label> examples, long seed) {
        random = new Random(seed);
        features = examples.getFeatureIDMap();
        labels = examples.getOutputIDInfo();
        int classes = labels.size();
        x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, features.size())));
        Operand<TFloat32> hidden = tf.math.tanh(layer(tf.math.tanh(layer(x, features.size(), WIDTH)), WIDTH, WIDTH));
        Operand<TFloat32> readout = layer(hidden, WIDTH, classes);
        guess = tf.math.argMax(readout, tf.constant(1));
        Operand<TFloat32> right = tf.oneHot(y, tf.constant(classes), tf.constant(1f), tf.constant(0f));
        Operand<TFloat32> each =
                tf.math.neg(tf.reduceSum(tf.math.mul(right, tf.nn.logSoftmax(readout)), tf.constant(1)));
        adam(tf.math.mean(each, tf.constant(0)));
        Session.Runner runner = session.runner();
        initial.forEach(runner::addTarget);
        runner.run().close();
    }

    private Operand<TFloat32> layer(Operand<TFloat32> in, int from, int to) {
        float bound = (float) (1 / Math.sqrt(from));
        float[][] drawn = new float[from][to];
        for (float[] row : drawn) {
            for (int i = 0; i < to; i++) {
                row[i] = bound * (2 * random.nextFloat() - 1);
            }
        }
        Variable<TFloat32> matrix = variable(tf.constant(drawn));
        Variable<TFloat32> bias = variable(tf.constant(new float[to]));
        weights.addAll(List.of(matrix, bias));
        return tf.nn.biasAdd(tf.linalg.matMul(in, matrix), bias);
    }

    private Variable<TFloat32> variable(Operand<TFloat32> first) {
        Variable<TFloat32> variable = tf.variable(first.shape(), TFloat32.class);
        initial.add(tf.assign(variable, first));
        return variable;
    }

    private void adam(Operand<TFloat32> loss) {
        Output<?>[] all = weights.stream().map(Operand::asOutput).toArray(Output[]::new);
        Output<?>[] gradient = graph.addGradients(loss.asOutput(), all);
        Operand<TFloat32> one = tf.constant(0.9f);
        Operand<TFloat32> two = tf.constant(0.999f);
        for (int i = 0; i < all.length; i++) {
            Variable<TFloat32> weight = weights.get(i);
            Operand<TFloat32> zeros = tf.constant(NdArrays.ofFloats(weight.shape()));
            @SuppressWarnings("unchecked") // a gradient has the type of its weight
            Operand<TFloat32> by = (Operand<TFloat32>) (Operand<?>) gradient[i];
            update.add(tf.train.applyAdam(
                    weight,
                    variable(zeros),
                    variable(zeros),
                    tf.math.pow(one, step),
                    tf.math.pow(two, step),
                    tf.constant(0.01f),
                    one,
                    two,
                    tf.constant(1e-8f),
                    by));
        }
    }

    /** Trains on. */
    void train(Dataset<Label> examples, int epochs) {
        List<Example<Label>> order = new ArrayList<>(examples.getData());
        int number = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += BATCH) {
                List<Example<Label>> batch = order.subList(from, Math.min(from + BATCH, order.size()));
                int[] classes = batch.stream()
                        .mapToInt(e -> labels.getID(e.getOutput()))
                        .toArray();
                Session.Runner runner = session.runner();
                update.forEach(runner::addTarget);
                try (TFloat32 vectors = features(batch);
                        TInt32 targets = TInt32.vectorOf(classes);
                        TFloat32 count = TFloat32.scalarOf(++number)) {
                    runner.feed(x, vectors)
                            .feed(y, targets)
                            .feed(step, count)
                            .run()
                            .close();
                }
            }
        }
    }

    /** The part of the examples whose label it finds. */
    double accuracy(Dataset<Label> test) {
        int right = 0;
        try (TFloat32 vectors = features(test.getData());
                Result result = session.runner().feed(x, vectors).fetch(guess).run()) {
            TInt64 guesses = (TInt64) result.get(0);
            for (int i = 0; i < test.size(); i++) {
                Label label = labels.getOutput((int) guesses.getLong(i));
                right += label.getLabel().equals(test.getExample(i).getOutput().getLabel()) ? 1 : 0;
            }
        }
        return (double) right / test.size();
    }

    private TFloat32 features(List<Example<Label>> examples) {
        float[][] rows = new float[examples.size()][features.size()];
        for (int i = 0; i < rows.length; i++) {
            for (Feature feature : examples.get(i)) {
                rows[i][features.getID(feature.getName())] = (float) feature.getValue();
            }
        }
        return TFloat32.tensorOf(StdArrays.ndCopyOf(rows));
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
