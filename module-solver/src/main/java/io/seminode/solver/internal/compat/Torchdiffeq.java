package io.seminode.solver.internal.compat;

import io.seminode.solver.method.AdamsFormulas;
import io.seminode.solver.method.AdaptiveHeun;
import io.seminode.solver.method.BogackiShampine3;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.ExplicitAdams;
import io.seminode.solver.method.Fehlberg2;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.method.RungeKutta;
import io.seminode.solver.method.Tsitouras5;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods that in torchdiffeq 0.2.5 are not what their authors wrote. */
public final class Torchdiffeq {
    private static final Map<String, Method> METHODS = Stream.of(
                    // The last stage is taken for the derivative at the end, which saves one of two evaluations;
                    // the middle of a step, y + h/2 k_1, has order 1.
                    with(
                            new AdaptiveHeun().tableau().withMidWeights(0.5, 0).takingLastStageForEnd(),
                            new AdaptiveHeun()),
                    // The middle, y + h/2 k_2, has order 1.
                    with(new BogackiShampine3().tableau().withMidWeights(0, 0.5, 0, 0), new BogackiShampine3()),
                    // Both, with y + h/2 k_2 in the middle.
                    with(new Fehlberg2().tableau().withMidWeights(0, 0.5, 0).takingLastStageForEnd(), new Fehlberg2()),
                    // The embedded solution, of order 4, is carried on, with the last stage of the other one.
                    with(embedded(new Tsitouras5().tableau()).takingLastStageForEnd(), new Tsitouras5()),
                    // Eleven derivatives take part: stable only for steps a hundred times smaller than with four.
                    with(new AdamsFormulas(false, 12, 4), new ExplicitAdams()))
            .collect(Collectors.toUnmodifiableMap(Method::name, Function.identity()));

    private Torchdiffeq() {}

    /** What torchdiffeq has under the name of a method: that method, or another one. */
    public static Method of(Method method) {
        return METHODS.getOrDefault(method.name(), method);
    }

    private static Method with(ButcherTableau tableau, RungeKutta ours) {
        return new OtherTableau(ours.name(), ours.description(), tableau);
    }

    private static Method with(AdamsFormulas formulas, Multistep ours) {
        return new OtherFormulas(ours.name(), ours.description(), ours.tableau(), formulas);
    }

    private record OtherTableau(String name, String description, ButcherTableau tableau) implements RungeKutta {}

    private record OtherFormulas(String name, String description, ButcherTableau tableau, AdamsFormulas formulas)
            implements Multistep {}

    /** The solution of a pair that is one order lower; the same estimate, with the other sign. */
    private static ButcherTableau embedded(ButcherTableau pair) {
        double[] error = pair.errorWeights();
        double[] weights = pair.weights();
        double[][] rows = new double[pair.stages()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = pair.row(i);
            weights[i] -= error[i];
        }
        return new ButcherTableau(
                pair.order() - 1,
                pair.nodes(),
                rows,
                weights,
                Arrays.stream(error).map(e -> 0 - e).toArray(),
                pair.midWeights());
    }
}
