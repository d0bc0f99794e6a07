package io.seminode.solver.control;

import io.seminode.solver.spi.OptionValues;

/**
 * A controller that looks back one step: {@code pi}, or {@code pi:filter=NAME} with another {@link DigitalFilter} than PI4020.
 */
public final class PiController extends FilterController {
    private static final String NAME = "pi";

    /** With the coefficients of PI4020. */
    public PiController() {
        super(NAME, DigitalFilter.PI4020, StepLimits.DEFAULT);
    }

    private PiController(OptionValues values) {
        super(values.name(), filter(values, false), StepLimits.of(values));
    }

    @Override
    public String description() {
        return "proportional-integral controller with a filter of Soderlind's (2003)";
    }

    @Override
    public StepController configured(OptionValues values) {
        return new PiController(values);
    }
}
