package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.store.DenseStore;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.Deadline;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The adjoint in two parts: a_z is solved backward along the stored forward solution and stored too; then, since
 *
 * <pre>
 *     dL/dtheta = integral of a_z^T df/dtheta dt
 * </pre>
 *
 * is an integral of known functions, it is done by quadrature, in panels whose width is adapted to the error of the
 * integral alone. No panel goes across an output time, where a_z jumps, or across many steps of a_z.
 *
 * <p>Source: Y. Ma, V. Dixit, M. Innes, X. Guo and C. Rackauckas, "A Comparison of Automatic Differentiation and Continuous
 * Sensitivity Analysis for Derivatives of Differential Equation Solutions" (arXiv:1812.01892), for the adjoint; {@link
 * GaussKronrod} for the rule.
 */
public final class QuadratureAdjoint<T extends TFloating> implements AdjointSolve<T> {
    private static final double SAFETY = 0.9;
    private static final double LARGEST = 5;
    private static final double SMALLEST = 0.1;

    /** Nodes far apart would not see what the steps saw: a_z dies out fast after an output time if the problem is stiff. */
    private static final int STEPS_PER_PANEL = 4;

    /** A panel this much short of its end is stretched to it. */
    private static final double STRETCH = 1 + 1e-9;

    private final Problem<T> problem;
    private final StepSettings settings;
    private final DenseStore<T> forwardStore;
    private final ContinuousAdjoint<T> states;
    private final DenseStore<T> backwardStore;
    private final List<Part> integrals;
    private final PanelErrors<T> measure;

    public QuadratureAdjoint(
            Problem<T> problem,
            StepSettings settings,
            boolean lazily,
            boolean timeGradient,
            DenseStore<T> forwardStore,
            Storage storage) {
        this.problem = problem;
        this.settings = settings;
        this.forwardStore = forwardStore;
        Storage steps = new Storage(Storage.Kind.STEPS, storage.steps(), storage.bytes());
        this.states = ContinuousAdjoint.withoutParameters(problem, settings, lazily, timeGradient, forwardStore, steps);
        this.backwardStore = (DenseStore<T>) states.store();
        this.integrals = problem.learntParameters().stream()
                .map(p -> new Part(AdjointSystem.gradientOf(p), p.shape(), Kind.ADJOINT_PARAMETER, Role.QUADRATURE))
                .toList();
        this.measure = new PanelErrors<>(problem.type(), settings, integrals);
    }

    @Override
    public List<Part> toleranced() {
        List<Part> parts = new ArrayList<>(states.toleranced());
        parts.addAll(integrals);
        return parts;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(states.parts());
        parts.addAll(integrals);
        return parts;
    }

    @Override
    public int capacity() {
        return states.capacity();
    }

    /**
     * What goes from panel to panel, backward in time.
     *
     * @param output the output time that the panels go to
     * @param t where the next panel begins
     * @param h its planned width, positive
     * @param status code of a {@link Status}
     * @param accepted panels
     * @param rejected panels
     * @param culprit the first integral that was not finite in the last panel, or -1
     * @param sums of the panels
     */
    private record Carry<T extends TFloating>(
            Operand<TInt32> output,
            Operand<TFloat64> t,
            Operand<TFloat64> h,
            Operand<TInt32> status,
            Operand<TInt32> accepted,
            Operand<TInt32> rejected,
            Operand<TInt32> culprit,
            List<Operand<T>> sums) {}

    /** What does not change: the deadline, times, both stored solutions, parameters. */
    private record Given<T extends TFloating>(
            Deadline deadline,
            Operand<TFloat64> times,
            Operand<TInt32> forwardSteps,
            Record forward,
            Operand<TInt32> backwardSteps,
            Record backward,
            Context<T> context) {}

    @Override
    public SymbolicGradient<T> build(
            Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters) {
        Operand<T> begin = cotangents.list().get(0);
        Deadline deadline = Deadline.from(tf, settings, begin);
        ContinuousAdjoint.Solved<T> solved = states.solve(tf, forward, cotangents, parameters);
        SolveOutcome outcome = solved.gradient().outcome();
        Given<T> given = new Given<>(
                deadline,
                forward.times(),
                forward.accepted(),
                forward.stored(),
                outcome.accepted(),
                solved.stored(),
                Context.of(problem, parameters));
        int n = forward.n();
        Operand<TFloat64> end = at(tf, forward.times(), tf.constant(n - 1));
        Carry<T> start = new Carry<>(
                tf.constant(n - 2),
                end,
                tf.math.abs(tf.math.sub(at(tf, forward.times(), tf.constant(0)), end)),
                outcome.status(),
                tf.constant(0),
                tf.constant(0),
                tf.constant(-1),
                SolveGraphs.zeros(tf, problem.type(), integrals));
        Carry<T> done = Loops.whileLoop(
                tf,
                "panels",
                start,
                given,
                (ops, carry, fixed) -> ops.math.logicalAnd(
                        Status.isRunning(ops, carry.status()), ops.math.greaterEqual(carry.output(), ops.constant(0))),
                this::panel);
        return new SymbolicGradient<>(
                solved.gradient().state(),
                NamedOperands.of(
                        problem.learntParameters().stream().map(Parameter::name).toList(), done.sums()),
                solved.gradient().times(),
                withPanels(tf, outcome, done));
    }

    /** Evaluations of the panels count as evaluations, panels not as steps. */
    private SolveOutcome withPanels(Ops tf, SolveOutcome outcome, Carry<T> done) {
        Operand<TInt32> panels = tf.math.add(done.accepted(), done.rejected());
        Operand<TBool> failedInPanel = tf.math.logicalAnd(
                Status.isRunning(tf, outcome.status()), tf.math.logicalNot(Status.isRunning(tf, done.status())));
        Operand<TInt32> evaluations = tf.math.mul(tf.constant(GaussKronrod.nodes().length), panels);
        return new SolveOutcome(
                done.status(),
                Select.choose(tf, failedInPanel, done.t(), outcome.time()),
                Select.choose(tf, failedInPanel, done.h(), outcome.step()),
                tf.math.add(outcome.evaluations(), evaluations),
                outcome.accepted(),
                outcome.rejected(),
                // The integrals come after the parts of a_z.
                Select.choose(
                        tf,
                        failedInPanel,
                        tf.math.add(done.culprit(), tf.constant(states.parts().size())),
                        outcome.culprit()),
                outcome.outputs(),
                outcome.record(),
                outcome.unmeasured(),
                null);
    }

    /** Tries one panel. */
    private Carry<T> panel(Ops tf, Carry<T> carry, Given<T> given) {
        Operand<TFloat64> target = at(tf, given.times(), carry.output());
        Operand<TFloat64> left = tf.math.abs(tf.math.sub(target, carry.t()));
        Operand<TFloat64> planned = tf.math.minimum(
                carry.h(),
                backwardStore.reach(tf, given.backward(), given.backwardSteps(), carry.t(), STEPS_PER_PANEL));
        Operand<TBool> reaches = tf.math.greaterEqual(tf.math.mul(planned, tf.constant(STRETCH)), left);
        Operand<TFloat64> width = Select.choose(tf, reaches, left, planned);
        Operand<TFloat64> signed = tf.math.mul(SolveGraphs.direction(tf, carry.t(), target), width);
        Nodes<T> nodes = nodes(tf, carry.t(), signed, given);
        int count = integrals.size();
        List<Operand<T>> increments = nodes.integrals();
        List<Operand<T>> errors = nodes.errors();
        Operand<TFloat64> ratio = measure.ratio(tf, carry.sums(), increments, errors);

        Operand<TBool> finite = tf.math.isFinite(ratio);
        Operand<TBool> accept = tf.math.lessEqual(ratio, tf.constant(1.0));
        Operand<TFloat64> factor = tf.math.minimum(
                tf.constant(LARGEST),
                tf.math.maximum(
                        tf.constant(SMALLEST),
                        tf.math.div(tf.constant(SAFETY), tf.math.pow(ratio, tf.constant(1.0 / GaussKronrod.ORDER)))));
        Operand<TFloat64> next = tf.math.mul(width, Select.choose(tf, finite, factor, tf.constant(SMALLEST)));
        Operand<TBool> arrived = tf.math.logicalAnd(accept, reaches);
        Operand<TBool> cutShort = tf.math.logicalAnd(accept, tf.math.less(width, carry.h()));
        List<Operand<T>> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Operand<T> sum = carry.sums().get(i);
            added.add(Select.choose(tf, accept, tf.math.add(sum, increments.get(i)), sum));
        }
        Operand<TInt32> accepted = tf.math.add(carry.accepted(), tf.dtypes.cast(accept, TInt32.class));
        Operand<TInt32> rejected =
                tf.math.add(carry.rejected(), tf.dtypes.cast(tf.math.logicalNot(accept), TInt32.class));
        Operand<TFloat64> t = Select.choose(tf, reaches, target, tf.math.add(carry.t(), signed));
        return new Carry<>(
                tf.math.sub(carry.output(), tf.dtypes.cast(arrived, TInt32.class)),
                Select.choose(tf, accept, t, carry.t()),
                Select.choose(tf, cutShort, tf.math.maximum(next, carry.h()), next),
                status(tf, finite, carry.t(), t, tf.math.add(accepted, rejected), given),
                accepted,
                rejected,
                measure.culprit(tf, increments),
                added);
    }

    private Operand<TInt32> status(
            Ops tf,
            Operand<TBool> finite,
            Operand<TFloat64> from,
            Operand<TFloat64> to,
            Operand<TInt32> panels,
            Given<T> given) {
        Operand<TInt32> running =
                Select.choose(tf, given.deadline().isOver(tf), Status.OUT_OF_TIME.in(tf), Status.RUNNING.in(tf));
        Operand<TBool> tooMany = tf.math.greaterEqual(panels, tf.constant(settings.limits().maxSteps()));
        Operand<TInt32> counted = Select.choose(tf, tooMany, Status.TOO_MANY_STEPS.in(tf), running);
        Operand<TBool> isStuck = tf.math.logicalAnd(tf.math.equal(from, to), tf.math.logicalNot(finite));
        return Select.choose(tf, isStuck, Status.NON_FINITE.in(tf), counted);
    }

    /** What goes from node to node of a panel. */
    private record Nodes<T extends TFloating>(Operand<TInt32> i, List<Operand<T>> integrals, List<Operand<T>> errors) {}

    private record Panel<T extends TFloating>(Operand<TFloat64> t, Operand<TFloat64> width, Given<T> given) {}

    private Nodes<T> nodes(Ops tf, Operand<TFloat64> t, Operand<TFloat64> width, Given<T> given) {
        List<Operand<T>> zeros = SolveGraphs.zeros(tf, problem.type(), integrals);
        return Loops.whileLoop(
                tf,
                "nodes",
                new Nodes<>(tf.constant(0), zeros, zeros),
                new Panel<>(t, width, given),
                (ops, nodes, panel) -> ops.math.less(nodes.i(), ops.constant(GaussKronrod.nodes().length)),
                this::node);
    }

    private Nodes<T> node(Ops tf, Nodes<T> nodes, Panel<T> panel) {
        Operand<TFloat64> x = at(tf, tf.constant(GaussKronrod.nodes()), nodes.i());
        List<Operand<T>> integrands =
                integrands(tf, tf.math.add(panel.t(), tf.math.mul(x, panel.width())), panel.given());
        return new Nodes<>(
                tf.math.add(nodes.i(), tf.constant(1)),
                weighted(tf, nodes.integrals(), GaussKronrod.weights(), nodes.i(), panel, integrands),
                weighted(tf, nodes.errors(), GaussKronrod.errorWeights(), nodes.i(), panel, integrands));
    }

    private List<Operand<T>> weighted(
            Ops tf,
            List<Operand<T>> sums,
            double[] weights,
            Operand<TInt32> i,
            Panel<T> panel,
            List<Operand<T>> integrands) {
        Operand<TFloat64> weight = tf.math.mul(at(tf, tf.constant(weights), i), panel.width());
        Operand<T> scale = tf.dtypes.cast(weight, problem.type());
        List<Operand<T>> added = new ArrayList<>();
        for (int p = 0; p < sums.size(); p++) {
            added.add(tf.math.add(sums.get(p), tf.math.mul(scale, integrands.get(p))));
        }
        return added;
    }

    /** -a_z^T df/dtheta, which integrated backward in time is the gradient. */
    private List<Operand<T>> integrands(Ops tf, Operand<TFloat64> t, Given<T> given) {
        NamedOperands<T> z = named(
                forwardStore.parts(),
                forwardStore.at(tf, given.forward(), given.forwardSteps(), t),
                problem.parts(),
                tf);
        List<Part> adjoints = problem.parts().stream()
                .map(p -> new Part(AdjointSystem.adjointOf(p.name()), p.shape(), p.kind(), p.role()))
                .toList();
        NamedOperands<T> a = named(
                backwardStore.parts(), backwardStore.at(tf, given.backward(), given.backwardSteps(), t), adjoints, tf);
        NamedOperands<T> theta = given.context().parameters();
        NamedOperands<T> f = problem.field().derivative(tf, t, z, theta);
        List<Operand<T>> cotangents = new ArrayList<>();
        a.list().forEach(value -> cotangents.add(tf.math.neg(value)));
        List<Operand<T>> outputs =
                problem.parts().stream().map(p -> f.get(p.name())).toList();
        List<Operand<T>> by = problem.learntParameters().stream()
                .map(p -> theta.get(p.name()))
                .toList();
        return Gradients.vjpOrZeros(tf, outputs, by, cotangents);
    }

    /** The wanted parts of what was read; zero for those that the field does not depend on, which are not stored. */
    private NamedOperands<T> named(List<Part> parts, List<Operand<T>> values, List<Part> wanted, Ops tf) {
        List<Operand<T>> found = new ArrayList<>();
        for (Part part : wanted) {
            Operand<T> value = Tensors.zeros(tf, problem.type(), part.shape());
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).name().equals(part.name())) {
                    value = values.get(i);
                }
            }
            found.add(value);
        }
        return NamedOperands.of(wanted.stream().map(Part::name).toList(), found);
    }
}
