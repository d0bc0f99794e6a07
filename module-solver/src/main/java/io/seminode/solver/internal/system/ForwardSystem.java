package io.seminode.solver.internal.system;

import io.seminode.solver.norm.Norm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The problem itself: dz/dt = f(t, z, theta). */
public final class ForwardSystem<T extends TFloating> implements OdeSystem<T> {
    private final Problem<T> problem;
    private final PartSplit split;
    private final Lanes lanes;

    public ForwardSystem(Problem<T> problem, Norm norm, boolean lazily) {
        this(problem, norm, lazily, Lanes.JOINT);
    }

    public ForwardSystem(Problem<T> problem, Norm norm, boolean lazily, Lanes lanes) {
        this.lanes = lanes;
        this.problem = problem;
        this.split = PartSplit.of(problem.parts(), norm, lazily);
    }

    @Override
    public Class<T> type() {
        return problem.type();
    }

    @Override
    public Lanes lanes() {
        return lanes;
    }

    @Override
    public List<Double> jumpTimes() {
        return problem.jumpTimes();
    }

    @Override
    public List<Part> staged() {
        return split.staged();
    }

    @Override
    public List<Part> lazy() {
        return split.lazy();
    }

    /** The parts of the state, those with stages first; their order is that of a failure's culprit. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(staged());
        parts.addAll(lazy());
        return parts;
    }

    @Override
    public Rates<T> rates(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context, boolean integrands) {
        Map<String, Operand<T>> state = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            int index = staged().indexOf(part);
            // The field does not depend on a lazy part, but is entitled to see one.
            state.put(part.name(), index >= 0 ? y.get(index) : Tensors.zeros(tf, type(), part.shape()));
        }
        // A field that does not depend on time need not know of times per sample.
        Operand<TFloat64> time =
                lanes.areJoint() || problem.isTimeDependent() ? t : SolveGraphs.at(tf, t, tf.constant(0));
        NamedOperands<T> derivative =
                problem.field().derivative(tf, time, NamedOperands.of(state), context.parameters());
        return new Rates<>(
                staged().stream().map(p -> derivative.get(p.name())).toList(),
                integrands ? lazy().stream().map(p -> derivative.get(p.name())).toList() : List.of());
    }
}
