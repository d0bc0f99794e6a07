package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.DenseStore;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.PartSplit;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.RootLocale;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The adjoint system of the paper, solved backward in time: z, a_z, a_theta and a_t as {@link AdjointEquations} move them, or
 * those of them that a solve needs.
 *
 * <p>Nothing on the right-hand side depends on a_theta or a_t: they are quadratures. That is not written down here but
 * found from the graph of the right-hand side, as for every other system.
 */
final class AdjointSystem<T extends TFloating> implements OdeSystem<T> {
    static final String TIME = "a_t";

    /** Measured on networks: two cost next to nothing, one up to three times the evaluations. */
    private static final int STEPS_PER_STEP = 2;

    private final Problem<T> problem;
    private final boolean timeGradient;
    private final @Nullable DenseStore<T> stored;
    private final AdjointEquations<T> equations;
    private final Map<Part, String> names;
    private final PartSplit split;

    /**
     * The adjoint of a problem.
     *
     * @param lazily whether quadratures that the norm does not measure are lazy; a_t is then left out, see {@link
     *     TimeGradient}
     * @param timeGradient whether a_t is wanted; if it is integrated all the same, then for the steps' sake
     * @param stored where z is read; null if it is integrated too
     */
    public AdjointSystem(
            Problem<T> problem, Norm norm, boolean lazily, boolean timeGradient, @Nullable DenseStore<T> stored) {
        this.problem = problem;
        this.timeGradient = timeGradient;
        this.stored = stored;
        this.equations = new AdjointEquations<>(problem);
        this.names = withRoles(problem);
        List<Part> parts = new ArrayList<>(names.keySet());
        if (stored != null) {
            parts.removeIf(part -> part.kind() == Kind.STATE);
        }
        List<Part> lazy = PartSplit.of(parts, norm, lazily).lazy();
        List<Part> staged = new ArrayList<>();
        List<Part> summed = new ArrayList<>();
        for (Part part : parts) {
            if (!lazy.contains(part)) {
                staged.add(part);
                continue;
            }
            switch (part.kind()) {
                case ADJOINT_STATE -> staged.add(part); // gets a cotangent at every output time
                case ADJOINT_PARAMETER -> summed.add(part);
                case STATE, ADJOINT_TIME -> {} // known at every output time; not needed
            }
        }
        this.split = new PartSplit(staged, summed);
    }

    static String adjointOf(String part) {
        return "a_" + part;
    }

    static String gradientOf(Parameter parameter) {
        return "a_theta." + parameter.name();
    }

    /** The parts with what they belong to in the problem: a part of z or a parameter by its name, or time. */
    private static <T extends TFloating> Map<Part, String> withRoles(Problem<T> problem) {
        Map<Part, String> parts = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            parts.put(new Part(part.name(), part.shape(), Kind.STATE, Role.COUPLED), part.name());
        }
        for (Part part : problem.parts()) {
            parts.put(new Part(adjointOf(part.name()), part.shape(), Kind.ADJOINT_STATE, Role.COUPLED), part.name());
        }
        for (Parameter parameter : problem.learntParameters()) {
            parts.put(
                    new Part(gradientOf(parameter), parameter.shape(), Kind.ADJOINT_PARAMETER, Role.COUPLED),
                    parameter.name());
        }
        parts.put(new Part(TIME, Shape.scalar(), Kind.ADJOINT_TIME, Role.COUPLED), TIME);
        try (Graph graph = new Graph()) {
            return RootLocale.call(() -> findRoles(Ops.create(graph), problem, parts));
        }
    }

    private static <T extends TFloating> Map<Part, String> findRoles(
            Ops tf, Problem<T> problem, Map<Part, String> parts) {
        Operand<TFloat64> t = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar()));
        Map<Part, Operand<T>> y = new LinkedHashMap<>();
        for (Part part : parts.keySet()) {
            y.put(part, tf.placeholder(problem.type(), Placeholder.shape(part.shape())));
        }
        List<String> learnt =
                problem.learntParameters().stream().map(Parameter::name).toList();
        AdjointEquations.Derivatives<T> rates = new AdjointEquations<>(problem)
                .at(
                        tf,
                        t,
                        ofKind(Kind.STATE, parts, y),
                        ofKind(Kind.ADJOINT_STATE, parts, y),
                        placeholders(tf, problem),
                        learnt,
                        true);
        List<Operand<T>> all =
                parts.keySet().stream().map(part -> of(part, parts, rates)).toList();
        Iterator<Boolean> dependent =
                Gradients.dependent(all, List.copyOf(y.values())).iterator();
        Map<Part, String> withRoles = new LinkedHashMap<>();
        parts.forEach((part, name) -> {
            Role role = dependent.next() ? Role.COUPLED : Role.QUADRATURE;
            withRoles.put(new Part(part.name(), part.shape(), part.kind(), role), name);
        });
        return withRoles;
    }

    /** The values of the parts of that kind, named after what they belong to. */
    private static <T extends TFloating> NamedOperands<T> ofKind(
            Kind kind, Map<Part, String> names, Map<Part, Operand<T>> values) {
        Map<String, Operand<T>> found = new LinkedHashMap<>();
        values.forEach((part, value) -> {
            if (part.kind() == kind) {
                found.put(Objects.requireNonNull(names.get(part)), value);
            }
        });
        return NamedOperands.of(found);
    }

    private static <T extends TFloating> Operand<T> of(
            Part part, Map<Part, String> names, AdjointEquations.Derivatives<T> rates) {
        String name = Objects.requireNonNull(names.get(part));
        return switch (part.kind()) {
            case STATE -> rates.z().get(name);
            case ADJOINT_STATE -> rates.az().get(name);
            case ADJOINT_PARAMETER -> rates.atheta().get(name);
            case ADJOINT_TIME -> rates.at();
        };
    }

    /** What a part belongs to in the problem: the name of a part of z or of a parameter. */
    String nameOf(Part part) {
        return Objects.requireNonNull(names.get(part), part.name());
    }

    /** Whether time enters the field in a way that no derivative sees: by a comparison, a table, rounding. */
    boolean mayJumpInTime() {
        try (Graph graph = new Graph()) {
            return RootLocale.call(() -> mayJumpInTime(Ops.create(graph)));
        }
    }

    private boolean mayJumpInTime(Ops tf) {
        Operand<TFloat64> t = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar()));
        Map<String, Operand<T>> z = new LinkedHashMap<>();
        problem.parts().forEach(part -> z.put(part.name(), placeholder(tf, part.shape())));
        NamedOperands<T> f = problem.field().derivative(tf, t, NamedOperands.of(z), placeholders(tf, problem));
        return Gradients.mayJump(f.list(), t);
    }

    private static <T extends TFloating> NamedOperands<T> placeholders(Ops tf, Problem<T> problem) {
        Map<String, Operand<T>> parameters = new LinkedHashMap<>();
        for (Parameter parameter : problem.parameters()) {
            parameters.put(parameter.name(), tf.placeholder(problem.type(), Placeholder.shape(parameter.shape())));
        }
        return NamedOperands.of(parameters);
    }

    private Operand<T> placeholder(Ops tf, Shape shape) {
        return tf.placeholder(problem.type(), Placeholder.shape(shape));
    }

    @Override
    public Class<T> type() {
        return problem.type();
    }

    /** z and t are read, not solved for: a_z alone does not see how rough they are in the integrands of a_theta. */
    @Override
    public boolean measuresIntegrals() {
        return stored != null;
    }

    /** What took the forward solve several steps is not passed in one. */
    @Override
    public @Nullable Operand<TFloat64> longestStep(Ops tf, Operand<TFloat64> t, Context<T> context) {
        if (stored == null) {
            return null;
        }
        Context.Stored forward = stored(context);
        return stored.reachBack(tf, forward.buffers(), forward.steps(), t, STEPS_PER_STEP);
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

    @Override
    public Rates<T> rates(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context, boolean integrands) {
        return rates(tf, t, y, context, integrands, true);
    }

    @Override
    public List<Operand<T>> differentiable(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        return rates(tf, t, y, context, false, false).staged();
    }

    /**
     * The right-hand side.
     *
     * @param cut whether paths from the values further back are cut, so that a stage is not differentiated through the
     *     stages before it
     */
    private Rates<T> rates(
            Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context, boolean integrands, boolean cut) {
        Map<Part, Operand<T>> values = new LinkedHashMap<>();
        for (int i = 0; i < y.size(); i++) {
            values.put(staged().get(i), y.get(i));
        }
        List<Part> wanted = new ArrayList<>(staged());
        if (integrands) {
            wanted.addAll(lazy());
        }
        NamedOperands<T> z = state(tf, t, ofKind(Kind.STATE, names, values), context);
        AdjointEquations.Derivatives<T> derivatives = equations.at(
                tf,
                cut ? tf.stopGradient(t) : t,
                cut ? z.map(tf::stopGradient) : z,
                ofKind(Kind.ADJOINT_STATE, names, values),
                context.parameters(),
                wanted.stream()
                        .filter(part -> part.kind() == Kind.ADJOINT_PARAMETER)
                        .map(this::nameOf)
                        .toList(),
                wanted.stream().anyMatch(part -> part.kind() == Kind.ADJOINT_TIME));
        List<Operand<T>> rates = new ArrayList<>();
        for (Part part : wanted) {
            Operand<T> rate = of(part, names, derivatives);
            rates.add(part.kind() == Kind.ADJOINT_TIME && !timeGradient ? finite(tf, rate) : rate);
        }
        int split = staged().size();
        return new Rates<>(rates.subList(0, split), rates.subList(split, rates.size()));
    }

    /** z: what is integrated, what is stored, and zero for parts that the field does not depend on. */
    private NamedOperands<T> state(Ops tf, Operand<TFloat64> t, NamedOperands<T> integrated, Context<T> context) {
        Map<String, Operand<T>> known = new HashMap<>(integrated.asMap());
        known.putAll(stored(tf, t, context));
        Map<String, Operand<T>> z = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            Operand<T> value = known.get(part.name());
            z.put(part.name(), value == null ? Tensors.zeros(tf, type(), part.shape()) : value);
        }
        return NamedOperands.of(z);
    }

    /** What nobody asked for can't fail a solve: where the field has no derivative by time, none is added. */
    private static <T extends TFloating> Operand<T> finite(Ops tf, Operand<T> rate) {
        return tf.select(tf.math.isFinite(rate), rate, tf.zerosLike(rate));
    }

    /** The parameters, and what the forward solve stored if z is read there. */
    Context<T> context(NamedOperands<T> parameters, AdjointSolve.Forward<T> forward) {
        return Context.of(
                problem, parameters, stored == null ? null : new Context.Stored(forward.accepted(), forward.stored()));
    }

    private static Context.Stored stored(Context<?> context) {
        return Objects.requireNonNull(context.forward(), "no stored solution");
    }

    /** The parts of z that are read instead of integrated. */
    private Map<String, Operand<T>> stored(Ops tf, Operand<TFloat64> t, Context<T> context) {
        Map<String, Operand<T>> known = new HashMap<>();
        if (stored != null) {
            Context.Stored forward = stored(context);
            List<Operand<T>> values = stored.at(tf, forward.buffers(), forward.steps(), t);
            for (int i = 0; i < values.size(); i++) {
                known.put(stored.parts().get(i).name(), values.get(i));
            }
        }
        return known;
    }
}
