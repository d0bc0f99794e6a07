package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.adjoint.CheckpointSegments.Loaded;
import io.seminode.solver.internal.adjoint.ReversedStep.AtStart;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.store.CheckpointStore;
import io.seminode.solver.internal.store.StoredStep;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.Deadline;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
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
 * Discretise, then optimise: reverse-mode differentiation of the accepted steps of the forward solve, from the last to the
 * first. Gradients by state and parameters are those of the numbers the forward solve computed, exact up to rounding, with
 * step sizes taken as given. Rejected steps cost nothing.
 *
 * <p>States that were not kept are solved again from the checkpoint before them, a segment at a time. The gradient by an
 * output time is the cotangent times the derivative of the solution there.
 *
 * <p>Source: A. Griewank and A. Walther, "Evaluating Derivatives", second edition (2008), chapter 12, for checkpointing;
 * P. Kidger, "On Neural Differential Equations" (arXiv:2202.02435), section 5.1.1, for what is gained and lost.
 */
public final class CheckpointedAdjoint<T extends TFloating> implements AdjointSolve<T> {
    private final Problem<T> problem;
    private final ForwardSystem<T> system;
    private final StepSettings settings;
    private final CheckpointStore<T> store;
    private final StepLoop<T> loop;
    private final boolean timeGradient;
    private final CheckpointSegments<T> segments;
    private final OutputCotangents<T> outputs;
    private final ReversedStep<T> reversed;

    /**
     * An adjoint of a forward solve that kept checkpoints.
     *
     * @param system of the forward solve
     * @param store what it kept
     * @param loop its steps
     * @param timeGradient whether the gradient by the output times is wanted
     */
    public CheckpointedAdjoint(
            Problem<T> problem,
            ForwardSystem<T> system,
            StepSettings settings,
            CheckpointStore<T> store,
            StepLoop<T> loop,
            boolean timeGradient) {
        this.problem = problem;
        this.loop = loop;
        this.system = system;
        this.settings = settings;
        this.store = store;
        this.timeGradient = timeGradient;
        this.segments = new CheckpointSegments<>(system, settings, store, loop.jumps());
        this.outputs = new OutputCotangents<>(system, settings);
        this.reversed = new ReversedStep<>(problem, system, settings, loop.jumps());
    }

    @Override
    public List<Part> parts() {
        return system.parts();
    }

    /**
     * What goes from step to step, backward.
     *
     * @param step the next one to differentiate; the one after it is done
     * @param output the last output time that was not met yet
     * @param bySums cotangents of the lazy parts where the step ends
     * @param atEnd the others there
     * @param segment that is loaded
     */
    private record Carry<T extends TFloating>(
            Operand<TInt32> step,
            Operand<TInt32> output,
            List<Operand<T>> bySums,
            AtStart<T> atEnd,
            Loaded<T> segment) {}

    @Override
    public SymbolicGradient<T> build(
            Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters) {
        Context<T> context = Context.of(problem, parameters);
        Invariants<T> given = new Invariants<>(
                Deadline.from(tf, settings, cotangents.list().get(0)),
                forward.times(),
                parts().stream().map(p -> cotangents.get(p.name())).toList(),
                forward.stored(),
                context);
        Carry<T> end = new Carry<>(
                tf.math.sub(forward.accepted(), tf.constant(1)),
                tf.constant(forward.n() - 1),
                zeros(tf, system.lazy()),
                new AtStart<>(
                        zeros(tf, system.staged()),
                        zeros(tf, system.staged()),
                        zeros(tf, system.lazy()),
                        learntZeros(tf)),
                segments.none(tf));
        Carry<T> last = Loops.whileLoop(
                tf,
                "reversed_steps",
                end,
                given,
                (ops, carry, fixed) -> {
                    Operand<TBool> late = fixed.deadline().isOver(ops);
                    Operand<TBool> good =
                            ops.math.logicalAnd(isFinite(ops, carry.atEnd().byY()), ops.math.logicalNot(late));
                    return ops.math.logicalAnd(ops.math.greaterEqual(carry.step(), ops.constant(0)), good);
                },
                this::reverse);
        return gradient(tf, last, forward, given);
    }

    private record Invariants<T extends TFloating>(
            Deadline deadline,
            Operand<TFloat64> times,
            List<Operand<T>> cotangents,
            Record stored,
            Context<T> context) {}

    private List<Operand<T>> learntZeros(Ops tf) {
        return problem.learntParameters().stream()
                .map(p -> Tensors.zeros(tf, problem.type(), p.shape()))
                .toList();
    }

    /** Differentiates one step. */
    private Carry<T> reverse(Ops tf, Carry<T> carry, Invariants<T> given) {
        CheckpointStore.Stored<T> stored = store.read(given.stored());
        Operand<TInt32> i = carry.step();
        Loaded<T> segment = segments.load(tf, i, carry.segment(), stored, given.context());
        StoredStep<T> step = segments.step(tf, i, segment, stored);
        AtStart<T> after = carry.atEnd();
        OutputCotangents.Found<T> found = outputs.in(
                tf,
                null,
                step.t0(),
                step.t1(),
                carry.output(),
                new OutputCotangents.AtEnd<>(after.byY(), after.byF(), carry.bySums()),
                given.times(),
                given.cotangents());
        AtStart<T> before = reversed.differentiate(tf, i, step, found, after, given.context());
        return new Carry<>(tf.math.sub(i, tf.constant(1)), found.output(), found.sums(), before, segment);
    }

    private List<Operand<T>> zeros(Ops tf, List<Part> parts) {
        return SolveGraphs.zeros(tf, problem.type(), parts);
    }

    private Operand<TBool> isFinite(Ops tf, List<Operand<T>> values) {
        List<Operand<T>> totals = new ArrayList<>();
        values.forEach(v -> totals.add(tf.reduceSum(tf.reshape(v, tf.constant(new int[] {-1})), tf.constant(0))));
        return tf.math.isFinite(tf.math.addN(totals));
    }

    /** What is left when all steps are done: the first derivative, and the outputs at the first time. */
    private SymbolicGradient<T> gradient(Ops tf, Carry<T> last, Forward<T> forward, Invariants<T> given) {
        List<Operand<T>> y = new ArrayList<>();
        for (Part part : system.staged()) {
            y.add(at(tf, forward.values().get(part.name()), tf.constant(0)));
        }
        Operand<TFloat64> first = at(tf, forward.times(), tf.constant(0));
        Operand<TFloat64> end = at(tf, forward.times(), tf.constant(forward.n() - 1));
        AtStart<T> start = reversed.throughField(
                tf, last.atEnd(), loop.startTime(tf, first, SolveGraphs.direction(tf, first, end)), y, given.context());
        List<Operand<T>> bySteps = new ArrayList<>(start.byY());
        bySteps.addAll(last.bySums());
        return new FirstOutputs<>(problem, system, timeGradient)
                .gradient(
                        tf,
                        forward,
                        given.cotangents(),
                        last.output(),
                        bySteps,
                        start.byParameters(),
                        given.context(),
                        outcome(tf, last, forward));
    }

    private SolveOutcome outcome(Ops tf, Carry<T> last, Forward<T> forward) {
        CheckpointStore.Stored<T> stored = store.read(forward.stored());
        Operand<TInt32> done = tf.math.sub(tf.math.sub(forward.accepted(), tf.constant(1)), last.step());
        Operand<TBool> finite = isFinite(tf, last.atEnd().byY());
        Operand<TInt32> evaluations = tf.math.add(
                tf.constant(timeGradient ? 1 + forward.n() : 1),
                tf.math.mul(
                        tf.constant(settings.tableau().evaluationsPerStep()),
                        tf.math.add(done, last.segment().solvedAgain())));
        Operand<TInt32> next = tf.math.maximum(last.step(), tf.constant(0));
        Operand<TFloat64> t = at(tf, stored.starts(), next);
        return new SolveOutcome(
                Deadline.status(tf, tf.math.greaterEqual(last.step(), tf.constant(0)), finite),
                t,
                tf.math.abs(tf.math.sub(at(tf, stored.ends(), next), t)),
                evaluations,
                done,
                tf.constant(0),
                Select.choose(tf, finite, tf.constant(-1), tf.constant(0)),
                tf.math.sub(tf.constant(forward.n()), tf.math.maximum(last.output(), tf.constant(0))),
                record(tf, stored, forward.accepted()));
    }

    /** The steps in the order they were differentiated in. */
    private List<Operand<TFloat64>> record(Ops tf, CheckpointStore.Stored<T> stored, Operand<TInt32> accepted) {
        int capacity = settings.output().recordedSteps();
        if (capacity == 0) {
            return List.of();
        }
        Operand<TInt32> zero = tf.constant(0);
        Operand<TInt32> backward = tf.math.sub(
                tf.math.sub(accepted, tf.constant(1)), tf.range(zero, tf.constant(capacity), tf.constant(1)));
        Operand<TInt32> index = tf.math.maximum(backward, zero);
        Operand<TFloat64> starts = at(tf, stored.ends(), index);
        Operand<TFloat64> sizes = tf.math.sub(at(tf, stored.starts(), index), starts);
        return List.of(starts, sizes, tf.onesLike(starts));
    }
}
