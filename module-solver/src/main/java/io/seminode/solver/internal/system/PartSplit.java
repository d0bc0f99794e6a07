package io.seminode.solver.internal.system;

import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Part;
import java.util.List;

/**
 * Which parts get stage values and which are summed up lazily.
 *
 * @param staged coupled parts, and what the norm measures
 * @param lazy quadratures that the norm does not measure
 */
public record PartSplit(List<Part> staged, List<Part> lazy) {

    /** Splits the parts; without {@code lazily} every part is staged. */
    public static PartSplit of(List<Part> parts, Norm norm, boolean lazily) {
        boolean measuresSome = parts.stream().anyMatch(norm::measures);
        if (!lazily || !measuresSome) {
            return new PartSplit(parts, List.of());
        }
        List<Part> lazy =
                parts.stream().filter(p -> !p.isCoupled() && !norm.measures(p)).toList();
        return new PartSplit(parts.stream().filter(p -> !lazy.contains(p)).toList(), lazy);
    }
}
