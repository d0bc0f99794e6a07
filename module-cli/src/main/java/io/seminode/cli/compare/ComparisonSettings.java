package io.seminode.cli.compare;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.solver.Solver;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a comparison's numbers depend on, besides the machine.
 *
 * @param run what all trainings have in common
 * @param norms names of the norms of the backward solve, the first is what the others are compared with; {@code NAME@MODE}
 *     is a norm in a mode of its own
 * @param rtol relative tolerances; every norm is run at each
 * @param atol absolute tolerances, as many
 * @param repeats trainings of each norm at each tolerance
 */
public record ComparisonSettings(
        @JsonUnwrapped RunSettings run,
        List<String> norms,

        @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
        List<Double> rtol,

        @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
        List<Double> atol,

        int repeats) {

    /** Rejects settings that cannot be right. */
    public ComparisonSettings {
        norms = List.copyOf(norms);
        rtol = List.copyOf(rtol);
        atol = List.copyOf(atol);
        if (norms.isEmpty()) {
            throw new IllegalArgumentException("No norm found, expected one or more.");
        }
        if (norms.stream().distinct().count() < norms.size()) {
            throw new IllegalArgumentException("A norm is named twice in " + norms + "; name each once.");
        }
        if (rtol.isEmpty() || rtol.size() != atol.size()) {
            throw new IllegalArgumentException(rtol.size() + " relative and " + atol.size()
                    + " absolute tolerances found, expected as many of both: they are used in pairs.");
        }
        if (repeats < 1) {
            throw new IllegalArgumentException("The number of repeats is " + repeats + ", expected 1 or more.");
        }
        for (int i = 0; i < rtol.size(); i++) {
            var unusedSolver = Solver.create().withTolerances(rtol.get(i), atol.get(i));
        }
    }

    /** What is compared: at each tolerance every norm. */
    public List<Variant> variants() {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < rtol.size(); i++) {
            for (String norm : norms) {
                String label = rtol.size() == 1 ? norm : norm + " rtol " + rtol.get(i);
                variants.add(new Variant(label, norm, rtol.get(i), atol.get(i)));
            }
        }
        return variants;
    }

    /**
     * The solver of a variant.
     *
     * @throws io.seminode.solver.spi.UnknownProviderException if norm, mode, method or controller are unknown
     */
    public Solver solver(Variant variant) {
        return run.solver(variant.norm(), variant.rtol(), variant.atol())
                .withOutput(o -> o.withRecordedSteps(Locations.RECORDED_STEPS));
    }
}
