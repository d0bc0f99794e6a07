package io.seminode.models.symplectic;

import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What the published code of the paper measures in its pendulum experiment, to reproduce Table 3.
 *
 * <p>That code makes its norm from the whole training window, of 8 times the size of the state, and not from the state. Of the
 * flat vector (z, a_z, a_theta) it therefore measures the first 8 |z| elements together, which are z, a_z and the first
 * entries of a_theta, and the next 8 |z| elements. The parameters' small errors dilute those of z and a_z, which makes
 * steps longer; the gradient by the parameters is not left out. {@link io.seminode.solver.norm.Seminorm} is what the paper
 * describes.
 *
 * <p>Source: {@code models/symode.py} and {@code models/common.py} of the repository FasterNeuralDiffEq.
 */
public final class PublishedPendulumNorm implements Norm, Configurable<Norm> {
    private static final int PAPERS_WINDOW = 8;
    private static final String NAME = "seminorm-published";
    private static final String WINDOW = "window";

    private final String name;
    private final int window;

    /** For windows of 8 times, as in the paper. */
    public PublishedPendulumNorm() {
        this(NAME, PAPERS_WINDOW);
    }

    /**
     * For other windows.
     *
     * @param window number of times of a training window, at least 1
     */
    public PublishedPendulumNorm(int window) {
        this(NAME + ":" + WINDOW + "=" + window, window);
    }

    private PublishedPendulumNorm(String name, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("A window of " + window + " times found, expected 1 or more.");
        }
        this.name = name;
        this.window = window;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "as the paper's pendulum code has it: z, a_z and the first entries of a_theta pooled (reproduces Table 3)";
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(ProviderOption.of(WINDOW, String.valueOf(PAPERS_WINDOW), "times of a training window"));
    }

    @Override
    public PublishedPendulumNorm configured(OptionValues values) {
        if (values.wholeNumber(WINDOW) < 1) {
            throw values.invalid(WINDOW, "1 or more");
        }
        return new PublishedPendulumNorm(values.name(), values.wholeNumber(WINDOW));
    }

    @Override
    public boolean measures(Part part) {
        return part.kind() != Kind.ADJOINT_TIME;
    }

    @Override
    public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        List<Operand<T>> flat = new ArrayList<>();
        long state = 0;
        long size = 0;
        for (Kind kind : List.of(Kind.STATE, Kind.ADJOINT_STATE, Kind.ADJOINT_PARAMETER)) {
            for (MeasuredPart<T> part : parts) {
                if (part.part().kind() == kind) {
                    long elements = part.part().shape().size();
                    flat.add(tf.reshape(part.value(), tf.constant(new int[] {-1})));
                    size += elements;
                    state += kind == Kind.STATE ? elements : 0;
                }
            }
        }
        Operand<T> all = flat.size() == 1 ? flat.get(0) : tf.concat(flat, tf.constant(0));
        long first = Math.min(size, (long) window * state);
        long second = Math.min(size, 2L * window * state) - first;
        Operand<T> norm = rms(tf, all, 0, first);
        return second == 0 ? norm : tf.math.maximum(norm, rms(tf, all, first, second));
    }

    private static <T extends TFloating> Operand<T> rms(Ops tf, Operand<T> all, long from, long count) {
        Operand<T> slice = tf.slice(all, tf.constant(new long[] {from}), tf.constant(new long[] {count}));
        Operand<T> sum = tf.reduceSum(tf.math.square(slice), tf.constant(0));
        return tf.math.sqrt(tf.math.div(sum, Tensors.constant(tf, all.asOutput().type(), (double) count)));
    }
}
