package io.seminode.solver.internal.adjoint;

import io.seminode.solver.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Names by which parts of a problem's state, and of its adjoint's, are given tolerances. */
public final class PartNames {
    private PartNames() {}

    /** All of them: of a part {@code z} and a parameter {@code W} they are z, a_z, a_theta.W and a_t. */
    public static List<String> of(Problem<?> problem) {
        List<String> names = new ArrayList<>();
        problem.parts().forEach(part -> names.add(part.name()));
        problem.parts().forEach(part -> names.add(AdjointSystem.adjointOf(part.name())));
        problem.learntParameters().forEach(parameter -> names.add(AdjointSystem.gradientOf(parameter)));
        names.add(AdjointSystem.TIME);
        return names;
    }
}
