package io.seminode.lab.verify;

import java.util.List;

/**
 * Continuous normalising flows as FFJORD computes them: {@code cnf_*}.
 *
 * <p>Solves and gradients are compared as in {@link AdjointMlpFamily}.
 */
final class FlowFamily implements ReferenceFamily {
    @Override
    public String prefix() {
        return "cnf_";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Fields fields = file.fields();
        if (fields.has("net")) {
            return SingleFlow.cases(file, bench);
        }
        if (fields.has("cnf_input_shapes")) {
            return FactoredFlow.cases(file, bench);
        }
        if (fields.has("logit_transform")) {
            return FlowPieces.cases(file, bench);
        }
        return List.of(new ReferenceCase(file.caseName(), () -> {
            throw new NotSupportedException("it is neither a flow, nor a chain of flows, nor the pieces of one");
        }));
    }
}
