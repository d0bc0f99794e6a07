package io.seminode.solver.control;

import io.seminode.solver.spi.OptionValues;

/**
 * A controller that looks back two steps: {@code pid}, or {@code pid:filter=NAME} with another {@link DigitalFilter} than H312PID.
 */
public final class PidController extends FilterController {
    private static final String NAME = "pid";

    /** With the coefficients of H312PID. */
    public PidController() {
        super(NAME, DigitalFilter.H312PID, StepLimits.DEFAULT);
    }

    private PidController(OptionValues values) {
        super(values.name(), filter(values, true), StepLimits.of(values));
    }

    @Override
    public String description() {
        return "proportional-integral-derivative controller with a filter of Soderlind's (2003)";
    }

    @Override
    public StepController configured(OptionValues values) {
        return new PidController(values);
    }
}
