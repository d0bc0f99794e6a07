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
 * The adjoint system of the paper, equations (2) to (4), solved backward in time:
 *
 * <pre>
 *     dz/dt       = f(t, z, theta)
 *     da_z/dt     = -a_z^T df/dz
 *     da_theta/dt = -a_z^T df/dtheta
 *     da_t/dt     = -a_z^T df/dt
 * </pre>
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
    private final PartSplit split;

    /** What tells parts apart: a part "t" of the state has an adjoint "a_t", which is also what time has. */
    private record Key(Kind kind, String name) {
        static Key of(Part part) {
            return new Key(part.kind(), part.name());
        }
    }

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
        List<Part> parts = new ArrayList<>(withRoles(problem));
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

    private static <T extends TFloating> List<Part> withRoles(Problem<T> problem) {
        List<Part> parts = new ArrayList<>();
        for (Part part : problem.parts()) {
            parts.add(new Part(part.name(), part.shape(), Kind.STATE, Role.COUPLED));
        }
        for (Part part : problem.parts()) {
            parts.add(new Part(adjointOf(part.name()), part.shape(), Kind.ADJOINT_STATE, Role.COUPLED));
        }
        for (Parameter parameter : problem.learntParameters()) {
            parts.add(new Part(gradientOf(parameter), parameter.shape(), Kind.ADJOINT_PARAMETER, Role.COUPLED));
        }
        parts.add(new Part(TIME, Shape.scalar(), Kind.ADJOINT_TIME, Role.COUPLED));
        try (Graph graph = new Graph()) {
            return RootLocale.call(() -> findRoles(Ops.create(graph), problem, parts));
        }
    }

    private static <T extends TFloating> List<Part> findRoles(Ops tf, Problem<T> problem, List<Part> parts) {
        Operand<TFloat64> t = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar()));
        List<Operand<T>> y = new ArrayList<>();
        for (Part part : parts) {
            y.add(tf.placeholder(problem.type(), Placeholder.shape(part.shape())));
        }
        List<Operand<T>> rates = derivatives(tf, problem, parts, t, y, placeholders(tf, problem), false);
        List<Boolean> dependent = Gradients.dependent(rates, y);
        List<Part> withRoles = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Role role = dependent.get(i) ? Role.COUPLED : Role.QUADRATURE;
            withRoles.add(new Part(part.name(), part.shape(), part.kind(), role));
        }
        return withRoles;
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

    private Rates<T> rates(
            Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context, boolean integrands, boolean cut) {
        List<Part> wanted = new ArrayList<>(staged());
        List<Operand<T>> values = new ArrayList<>(y);
        Map<String, Operand<T>> known = stored(tf, t, context);
        for (Part part : problem.parts()) {
            if (wanted.stream().noneMatch(p -> Key.of(p).equals(Key.of(part)))) {
                wanted.add(new Part(part.name(), part.shape(), Kind.STATE, Role.QUADRATURE));
                Operand<T> value = known.get(part.name());
                values.add(value == null ? Tensors.zeros(tf, type(), part.shape()) : value);
            }
        }
        int extra = wanted.size();
        if (integrands) {
            wanted.addAll(lazy());
        }
        List<Operand<T>> all = new ArrayList<>(derivatives(tf, problem, wanted, t, values, context.parameters(), cut));
        for (int i = 0; i < wanted.size() && !timeGradient; i++) {
            if (wanted.get(i).kind() == Kind.ADJOINT_TIME) {
                all.set(i, finite(tf, all.get(i)));
            }
        }
        return new Rates<>(all.subList(0, staged().size()), all.subList(extra, all.size()));
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

    /**
     * The derivatives of the given parts.
     *
     * @param y values of the first parts, at least those of z and a_z
     * @param cut whether paths from the values further back are cut, so that a stage is not differentiated through the
     *     stages before it
     */
    private static <T extends TFloating> List<Operand<T>> derivatives(
            Ops tf,
            Problem<T> problem,
            List<Part> parts,
            Operand<TFloat64> time,
            List<Operand<T>> y,
            NamedOperands<T> theta,
            boolean cut) {
        Map<Key, Operand<T>> values = new HashMap<>();
        for (int i = 0; i < y.size(); i++) {
            values.put(Key.of(parts.get(i)), y.get(i));
        }
        Operand<TFloat64> t = cut ? tf.stopGradient(time) : time;
        Map<String, Operand<T>> z = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            Operand<T> value = values.get(new Key(Kind.STATE, part.name()));
            z.put(part.name(), cut ? tf.stopGradient(value) : value);
        }
        NamedOperands<T> f = problem.field().derivative(tf, t, NamedOperands.of(z), theta);
        List<Operand<T>> cotangents = new ArrayList<>();
        for (Part part : problem.parts()) {
            cotangents.add(tf.math.neg(values.get(new Key(Kind.ADJOINT_STATE, adjointOf(part.name())))));
        }

        // What the wanted parts differentiate f by, as far as f depends on it.
        Map<Key, Operand<?>> inputs = new LinkedHashMap<>();
        for (Part part : parts) {
            switch (part.kind()) {
                case STATE -> {}
                case ADJOINT_STATE ->
                    inputs.put(
                            Key.of(part),
                            z.get(part.name().substring(adjointOf("").length())));
                case ADJOINT_PARAMETER ->
                    inputs.put(Key.of(part), theta.get(part.name().substring("a_theta.".length())));
                case ADJOINT_TIME -> inputs.put(Key.of(part), t);
            }
        }
        List<Operand<T>> outputs =
                problem.parts().stream().map(p -> f.get(p.name())).toList();
        List<Boolean> connected = Gradients.connected(outputs, List.copyOf(inputs.values()));
        List<Key> keys = List.copyOf(inputs.keySet());
        List<Key> asked = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (connected.get(i)) {
                asked.add(keys.get(i));
            }
        }
        Map<Key, Operand<?>> products = new HashMap<>();
        if (!asked.isEmpty()) {
            List<Operand<?>> found =
                    Gradients.vjp(tf, outputs, asked.stream().map(inputs::get).toList(), cotangents);
            for (int i = 0; i < asked.size(); i++) {
                products.put(asked.get(i), found.get(i));
            }
        }
        List<Operand<T>> derivatives = new ArrayList<>();
        for (Part part : parts) {
            Operand<?> product = products.get(Key.of(part));
            if (part.kind() == Kind.STATE) {
                derivatives.add(f.get(part.name()));
            } else if (product == null) {
                derivatives.add(Tensors.zeros(tf, problem.type(), part.shape()));
            } else if (part.kind() == Kind.ADJOINT_TIME) {
                derivatives.add(tf.dtypes.cast(product, problem.type()));
            } else {
                derivatives.add(sameType(product));
            }
        }
        return derivatives;
    }

    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static <T extends TFloating> Operand<T> sameType(Operand<?> product) {
        return (Operand<T>) product;
    }
}
