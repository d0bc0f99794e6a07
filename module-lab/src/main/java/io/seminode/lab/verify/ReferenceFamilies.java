package io.seminode.lab.verify;

import java.util.List;
import java.util.stream.Collectors;

/** The kinds of reference files that can be read. */
final class ReferenceFamilies {
    private static final List<ReferenceFamily> ALL = List.of(
            new SolveFamily(),
            new NormFamily(),
            new TableauFamily(),
            new AdjointMlpFamily(),
            new PendulumFamily(),
            new MfccFamily(),
            new SymplecticFamily(),
            new InterpolationFamily(),
            new CdeFamily(),
            new FlowFamily());

    private ReferenceFamilies() {}

    /** The cases of a file; one that says so if no family reads it. */
    static List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        for (ReferenceFamily family : ALL) {
            if (file.caseName().startsWith(family.prefix())) {
                return family.cases(file, bench);
            }
        }
        String known = ALL.stream().map(ReferenceFamily::prefix).collect(Collectors.joining(", "));
        return List.of(new ReferenceCase(file.caseName(), () -> {
            throw new NotSupportedException(
                    "no family of cases reads \"" + file.caseName() + "\"; names that are read begin with " + known);
        }));
    }
}
