package io.seminode.solver.method;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import java.util.List;
import java.util.Optional;

/**
 * The multistep method of Adams and Bashforth.
 *
 * <p>Source: J. C. Adams in F. Bashforth, "An Attempt to test the Theories of Capillary Action" (1883); Hairer, Norsett
 * and Wanner, "Solving Ordinary Differential Equations I", second edition, section III.1. Steps have constant size; the
 * first two, and those where the size changes, are those of {@link RungeKutta4}, and the order rises from step to step. So
 * the error of the first steps, of order 4, stays in the solution.
 *
 * <p>Four derivatives take part by default. torchdiffeq takes eleven, which are stable only for steps a hundred times smaller
 * than those of four: the faithful mode has that.
 */
public final class ExplicitAdams implements RungeKuttaMethod, Configurable<RungeKuttaMethod> {
    private static final String NAME = "explicit_adams";
    private static final String ORDER = "order";
    private static final int DEFAULT_ORDER = 5;
    private static final int LARGEST_ORDER = 12;
    private static final int ITERATIONS = 4;

    private final String name;
    private final int order;
    private final int faithfulOrder;

    /** From four derivatives. */
    public ExplicitAdams() {
        this(NAME, DEFAULT_ORDER, LARGEST_ORDER);
    }

    private ExplicitAdams(String name, int order, int faithfulOrder) {
        this.name = name;
        this.order = order;
        this.faithfulOrder = faithfulOrder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Adams-Bashforth, constant steps, started by rk4";
    }

    @Override
    public ButcherTableau tableau() {
        return RungeKutta4.TABLEAU;
    }

    @Override
    public Optional<Multistep> multistep() {
        return Optional.of(new Multistep(false, order, ITERATIONS));
    }

    @Override
    public Optional<Multistep> faithfulMultistep() {
        return Optional.of(new Multistep(false, faithfulOrder, ITERATIONS));
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(ProviderOption.of(ORDER, Integer.toString(DEFAULT_ORDER), "most derivatives plus one, 4 to 12"));
    }

    @Override
    public RungeKuttaMethod configured(OptionValues values) {
        int wanted = values.wholeNumber(ORDER);
        if (wanted < Multistep.FEWEST + 1 || wanted > LARGEST_ORDER) {
            throw values.invalid(ORDER, "4 to 12");
        }
        return new ExplicitAdams(values.name(), wanted, wanted);
    }
}
