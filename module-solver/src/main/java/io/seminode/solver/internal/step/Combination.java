package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.tensor.Rows;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Weighted sums of stages, scaled by the step. */
record Combination<T extends TFloating>(Ops tf, Class<T> type, Operand<T> dt) {

    /** y + dt sum w_j k_j for each staged part. */
    List<Operand<T>> stage(List<Operand<T>> y, double[] weights, List<Rates<T>> k) {
        List<Operand<T>> scaled = scale(weights);
        List<Operand<T>> stage = new ArrayList<>();
        for (int part = 0; part < y.size(); part++) {
            List<Operand<T>> terms = terms(scaled, k, part, false);
            terms.add(0, y.get(part));
            stage.add(tf.math.addN(terms));
        }
        return stage;
    }

    /** dt sum w_j k_j for each staged part, or for each lazy one. */
    List<Operand<T>> sums(double[] weights, List<Rates<T>> k, boolean lazy) {
        List<Operand<T>> scaled = scale(weights);
        Rates<T> first = k.get(0);
        int parts = (lazy ? first.lazy() : first.staged()).size();
        List<Operand<T>> sums = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            sums.add(tf.math.addN(terms(scaled, k, part, lazy)));
        }
        return sums;
    }

    private List<Operand<T>> terms(List<@Nullable Operand<T>> scaled, List<Rates<T>> k, int part, boolean lazy) {
        List<Operand<T>> terms = new ArrayList<>();
        for (int j = 0; j < scaled.size(); j++) {
            Operand<T> weight = scaled.get(j);
            if (weight != null) {
                Rates<T> rates = k.get(j);
                Operand<T> rate = (lazy ? rates.lazy() : rates.staged()).get(part);
                terms.add(tf.math.mul(Rows.along(tf, weight, rate), rate));
            }
        }
        return terms;
    }

    /** dt w_j, or null where w_j is zero. */
    private List<@Nullable Operand<T>> scale(double[] weights) {
        List<@Nullable Operand<T>> scaled = new ArrayList<>();
        for (double weight : weights) {
            scaled.add(weight == 0 ? null : tf.math.mul(Tensors.constant(tf, type, weight), dt));
        }
        return scaled;
    }
}
