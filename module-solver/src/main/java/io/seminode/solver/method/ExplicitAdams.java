package io.seminode.solver.method;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import java.util.List;

/**
 * The multistep method of Adams and Bashforth.
 *
 * <p>Source: J. C. Adams in F. Bashforth, "An Attempt to test the Theories of Capillary Action" (1883); Hairer, Norsett
 * and Wanner, "Solving Ordinary Differential Equations I", second edition, section III.1. Steps have constant size; the
 * first two, and those where the size changes, are those of {@link RungeKutta4}, and the order rises from step to step. So
 * the error of the first steps, of order 4, stays in the solution.
 *
 * <p>Four derivatives take part by default: with more the method is stable only for much smaller steps.
 */
public final class ExplicitAdams implements Multistep, Configurable<Method> {
    private static final String ORDER = "order";
    private static final int DEFAULT_ORDER = 5;
    private static final int ITERATIONS = 4;

    private final String name;
    private final AdamsFormulas formulas;

    /** From four derivatives. */
    public ExplicitAdams() {
        this("explicit_adams", DEFAULT_ORDER);
    }

    private ExplicitAdams(String name, int order) {
        this.name = name;
        this.formulas = new AdamsFormulas(false, order, ITERATIONS);
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
    public AdamsFormulas formulas() {
        return formulas;
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(ProviderOption.of(ORDER, Integer.toString(DEFAULT_ORDER), "most derivatives plus one, 4 to 12"));
    }

    @Override
    public Method configured(OptionValues values) {
        return new ExplicitAdams(values.name(), AdamsFormulas.order(values, ORDER));
    }
}
