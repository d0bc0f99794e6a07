package org.example.norms;

import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The maximum over parts of weight times root mean square: {@code --norm "weighted:z=1,a_z=0.1"}.
 *
 * <p>Without options it is the paper's seminorm: coupled parts have weight 1, quadratures 0.
 */
public final class WeightedNorm implements Norm, Configurable<Norm> {
    private static final String QUADRATURES = "quadratures";

    private final String name;
    private final Map<String, Double> weights;
    private final double ofQuadratures;

    /** For the service loader: without options. */
    public WeightedNorm() {
        this("weighted", Map.of(), 0);
    }

    private WeightedNorm(String name, Map<String, Double> weights, double ofQuadratures) {
        this.name = name;
        this.weights = weights;
        this.ofQuadratures = ofQuadratures;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "maximum over parts of weight times root mean square";
    }

    // tag::options[]
    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.forEach("PART", "1", "weight of the part of that name"),
                ProviderOption.of(QUADRATURES, "0", "weight of every quadrature that is not named"));
    }

    @Override
    public WeightedNorm configured(OptionValues values) {
        Map<String, Double> given = new LinkedHashMap<>();
        for (String part : values.openNames()) {
            given.put(part, weight(values, part));
        }
        return new WeightedNorm(values.name(), given, weight(values, QUADRATURES));
    }

    private static double weight(OptionValues values, String option) {
        if (values.number(option) < 0) {
            throw values.invalid(option, "a weight of at least 0");
        }
        return values.number(option);
    }
    // end::options[]

    private double weight(Part part) {
        return weights.getOrDefault(part.name(), part.isCoupled() ? 1 : ofQuadratures);
    }

    @Override
    public boolean measures(Part part) {
        return weight(part) > 0;
    }

    @Override
    public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        requireNamedParts(parts.stream().map(MeasuredPart::part).toList());
        Operand<T> largest = null;
        for (MeasuredPart<T> part : parts) {
            // The solver measures every part where a norm measures none.
            double weight = measures(part.part()) ? weight(part.part()) : 1;
            Operand<T> flat = tf.reshape(part.value(), tf.constant(new int[] {-1}));
            Operand<T> meanSquare = tf.math.mean(tf.math.square(flat), tf.constant(0));
            Class<T> type = flat.asOutput().type();
            Operand<T> ofPart = tf.math.mul(Tensors.constant(tf, type, weight), tf.math.sqrt(meanSquare));
            largest = largest == null ? ofPart : tf.math.maximum(largest, ofPart);
        }
        return largest;
    }

    /** A forward solve has no part a_z, so that a wrong name can be told only in a backward one. */
    private void requireNamedParts(List<Part> parts) {
        if (parts.stream().noneMatch(p -> p.kind() == Kind.ADJOINT_STATE)) {
            return;
        }
        List<String> names = parts.stream().map(Part::name).toList();
        weights.forEach((part, weight) -> {
            if (weight > 0 && !names.contains(part)) {
                throw new IllegalArgumentException("The norm \"" + name() + "\" has a weight for part \"" + part
                        + "\", which is not in the state; measured are " + String.join(", ", names) + ".");
            }
        });
    }
}
