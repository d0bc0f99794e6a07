package io.seminode.solver.method;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import java.util.List;
import java.util.Optional;

/**
 * The multistep method of Adams and Moulton, predicted by that of Adams and Bashforth and corrected at most four times.
 *
 * <p>Source: F. R. Moulton, "New Methods in Exterior Ballistics" (1926); Hairer, Norsett
 * and Wanner, "Solving Ordinary Differential Equations I", second edition, section III.1. Steps have constant size; the
 * first two, and those where the size changes, are those of {@link RungeKutta4}, and the order rises from step to step. So
 * the error of the first steps, of order 4, stays in the solution.
 */
public final class ImplicitAdams implements RungeKuttaMethod, Configurable<RungeKuttaMethod> {
    private static final String NAME = "implicit_adams";
    private static final String ORDER = "order";
    private static final int DEFAULT_ORDER = 12;
    private static final int ITERATIONS = 4;

    private final String name;
    private final Multistep multistep;

    /** With derivatives of up to twelve steps. */
    public ImplicitAdams() {
        this(NAME, DEFAULT_ORDER);
    }

    private ImplicitAdams(String name, int order) {
        this.name = name;
        this.multistep = new Multistep(true, order, ITERATIONS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Adams-Moulton, constant steps, started by rk4";
    }

    @Override
    public ButcherTableau tableau() {
        return RungeKutta4.TABLEAU;
    }

    @Override
    public Optional<Multistep> multistep() {
        return Optional.of(multistep);
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(ProviderOption.of(ORDER, Integer.toString(DEFAULT_ORDER), "most derivatives, 4 to 12"));
    }

    @Override
    public RungeKuttaMethod configured(OptionValues values) {
        int order = values.wholeNumber(ORDER);
        if (order < Multistep.FEWEST + 1 || order > DEFAULT_ORDER) {
            throw values.invalid(ORDER, "4 to 12");
        }
        return new ImplicitAdams(values.name(), order);
    }
}
