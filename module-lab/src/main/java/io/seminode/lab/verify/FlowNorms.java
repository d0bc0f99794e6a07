package io.seminode.lab.verify;

import io.seminode.models.flow.FlowBlock;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The norms that flows of the reference were solved with: each takes the maximum over the parts it names. */
final class FlowNorms {
    private FlowNorms() {}

    /** A norm that measures some of the parts. */
    private record Of(String name, Predicate<Part> measured) implements Norm {
        @Override
        public String description() {
            return "as in the reference";
        }

        @Override
        public boolean measures(Part part) {
            return measured.test(part);
        }

        @Override
        public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
            return new DefaultNorm().of(tf, parts);
        }
    }

    /** The solver with the norms of a variant. */
    static Solver with(Solver solver, String variant) {
        // FFJORD's field cuts the gradient by time, so that a_t stays zero there.
        Norm all = new Of("all", part -> part.kind() != Kind.ADJOINT_TIME);
        // torchdiffeq's own seminorm takes the whole state as it is, the log-density with it.
        Norm withoutParameters =
                new Of("state", part -> part.kind() == Kind.STATE || part.kind() == Kind.ADJOINT_STATE);
        Set<String> names = Set.of(FlowBlock.X, "a_" + FlowBlock.X);
        Norm examples = new Of("x", part -> names.contains(part.name()));
        return switch (variant) {
            case "default" -> solver.withNorms(all, all);
            case "seminorm" -> solver.withNorms(all, withoutParameters);
            case "seminorm_no_logp_backward" -> solver.withNorms(all, examples);
            case "seminorm_no_logp_both" -> solver.withNorms(examples, examples);
            default -> throw new NotSupportedException("no norms of ours are the reference's \"" + variant + "\"");
        };
    }
}
