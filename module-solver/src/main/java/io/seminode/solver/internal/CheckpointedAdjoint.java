package io.seminode.solver.internal;

import static io.seminode.solver.internal.SolveGraphs.at;

import io.seminode.solver.Parameter;
import io.seminode.solver.Problem;
import io.seminode.solver.SolveOutcome;
import io.seminode.solver.SymbolicGradient;
import io.seminode.solver.internal.OdeSystem.Rates;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
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

    /**
     * An adjoint of a forward solve that kept checkpoints.
     *
     * @param system of the forward solve
     * @param store what it kept
     * @param loop its steps
     * @param timeGradient whether the gradient by the output times is wanted
     */
    CheckpointedAdjoint(
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
     * @param loaded the first step of the segment that is loaded, or -1
     * @param solvedAgain how many steps
     * @param byY cotangents of the staged parts where the step ends
     * @param byF of their derivatives there
     * @param bySums of the lazy parts
     * @param byIntegrands of their integrands
     * @param byParameters of the learnt parameters
     * @param segment values and derivatives of the staged parts at the beginnings of its steps, [segment, ...]
     */
    private record Carry<T extends TFloating>(
            Operand<TInt32> step,
            Operand<TInt32> output,
            Operand<TInt32> loaded,
            Operand<TInt32> solvedAgain,
            List<Operand<T>> byY,
            List<Operand<T>> byF,
            List<Operand<T>> bySums,
            List<Operand<T>> byIntegrands,
            List<Operand<T>> byParameters,
            List<Operand<?>> segment) {

        List<Operand<?>> pack() {
            List<Operand<?>> all = new ArrayList<>(List.of(step, output, loaded, solvedAgain));
            all.addAll(byY);
            all.addAll(byF);
            all.addAll(bySums);
            all.addAll(byIntegrands);
            all.addAll(byParameters);
            all.addAll(segment);
            return all;
        }

        Carry<T> unpack(List<Operand<?>> all) {
            Iterator<Operand<?>> next = all.iterator();
            return new Carry<>(
                    LoopState.take(next),
                    LoopState.take(next),
                    LoopState.take(next),
                    LoopState.take(next),
                    LoopState.take(next, byY.size()),
                    LoopState.take(next, byF.size()),
                    LoopState.take(next, bySums.size()),
                    LoopState.take(next, byIntegrands.size()),
                    LoopState.take(next, byParameters.size()),
                    all.subList(all.size() - segment.size(), all.size()));
        }
    }

    @Override
    public SymbolicGradient<T> build(
            Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters) {
        List<Operand<?>> context = Parameters.context(problem, parameters);
        Invariants<T> given = new Invariants<>(
                forward.times(),
                parts().stream().map(p -> cotangents.get(p.name())).toList(),
                forward.stored(),
                context);
        Carry<T> layout = new Carry<>(
                tf.math.sub(forward.accepted(), tf.constant(1)),
                tf.constant(forward.n() - 1),
                tf.constant(-1),
                tf.constant(0),
                zeros(tf, system.staged()),
                zeros(tf, system.staged()),
                zeros(tf, system.lazy()),
                zeros(tf, system.lazy()),
                learntZeros(tf),
                StoreRows.empty(tf, segmentBuffers()));
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "reversed_steps",
                layout.pack(),
                given.pack(),
                (ops, c, fixed) -> ops.math.logicalAnd(
                        ops.math.greaterEqual(layout.unpack(c).step(), ops.constant(0)),
                        isFinite(ops, layout.unpack(c).byY())),
                (ops, c, fixed) ->
                        reverse(ops, layout.unpack(c), given.unpack(fixed)).pack());
        return gradient(tf, layout.unpack(last), forward, given);
    }

    private record Invariants<T extends TFloating>(
            Operand<TFloat64> times, List<Operand<T>> cotangents, List<Operand<?>> stored, List<Operand<?>> context) {
        List<Operand<?>> pack() {
            List<Operand<?>> all = new ArrayList<>();
            all.add(times);
            all.addAll(cotangents);
            all.addAll(stored);
            all.addAll(context);
            return all;
        }

        Invariants<T> unpack(List<Operand<?>> all) {
            int buffers = 1 + cotangents.size();
            return new Invariants<>(
                    LoopState.take(all.iterator()),
                    LoopState.take(all.subList(1, buffers).iterator(), cotangents.size()),
                    all.subList(buffers, buffers + stored.size()),
                    all.subList(buffers + stored.size(), all.size()));
        }
    }

    private List<TensorSpec> segmentBuffers() {
        List<TensorSpec> specs = new ArrayList<>(store.states("y", store.segment()));
        specs.addAll(store.states("f", store.segment()));
        return specs;
    }

    private List<Operand<T>> learntZeros(Ops tf) {
        return problem.learntParameters().stream()
                .map(p -> Tensors.zeros(tf, problem.type(), p.shape()))
                .toList();
    }

    /** Differentiates one step. */
    private Carry<T> reverse(Ops tf, Carry<T> carry, Invariants<T> given) {
        CheckpointStore.Stored<T> stored = store.read(given.stored());
        Operand<TInt32> i = carry.step();
        Segment segment = load(tf, carry, stored, given.context());
        Operand<TInt32> row = tf.math.sub(i, segment.first());
        int staged = system.staged().size();
        List<Operand<T>> rows = LoopState.take(segment.buffers().iterator(), 2 * staged);
        List<Operand<T>> y = new ArrayList<>();
        List<Operand<T>> f = new ArrayList<>();
        for (int part = 0; part < staged; part++) {
            y.add(tf.stopGradient(at(tf, rows.get(part), row)));
            f.add(tf.stopGradient(at(tf, rows.get(staged + part), row)));
        }
        Operand<TFloat64> t0 = at(tf, stored.starts(), i);
        Operand<TFloat64> t1 = at(tf, stored.ends(), i);
        Cotangents<T> cotangents = withOutputs(tf, carry, given, t0, t1);
        return differentiate(tf, carry, cotangents, segment, new Step<>(t0, t1, y, f), given.context());
    }

    private record Step<T extends TFloating>(
            Operand<TFloat64> t0, Operand<TFloat64> t1, List<Operand<T>> y, List<Operand<T>> f) {}

    /** The states of a segment: its first step, its buffers, how many steps were solved again so far. */
    private record Segment(Operand<TInt32> first, List<Operand<?>> buffers, Operand<TInt32> solvedAgain) {}

    /** Solves the segment again that the step lies in, unless it is loaded. */
    private Segment load(Ops tf, Carry<T> carry, CheckpointStore.Stored<T> stored, List<Operand<?>> context) {
        Operand<TInt32> i = carry.step();
        Operand<TInt32> first = tf.math.mul(tf.math.floorDiv(i, stored.stride()), stored.stride());
        Operand<TInt32> slot = store.slotOf(tf, stored.held(), first);
        List<Operand<?>> checkpoint = new ArrayList<>();
        stored.y().forEach(rows -> checkpoint.add(at(tf, rows, slot)));
        stored.f().forEach(rows -> checkpoint.add(at(tf, rows, slot)));
        Operand<TBool> isLoaded = tf.math.equal(first, carry.loaded());
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(StepLoop.choose(tf, isLoaded, i, first));
        carried.addAll(checkpoint);
        carried.addAll(StoreRows.write(tf, carry.segment(), tf.constant(0), checkpoint));
        List<Operand<?>> invariants = new ArrayList<>(List.of(i, first, stored.starts(), stored.ends()));
        invariants.addAll(context);
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "solved_again",
                carried,
                invariants,
                (ops, c, fixed) ->
                        ops.math.less(LoopState.<TInt32>take(c.iterator()), LoopState.<TInt32>take(fixed.iterator())),
                this::solveAgain);
        Operand<TInt32> again = StepLoop.choose(tf, isLoaded, tf.constant(0), tf.math.sub(i, first));
        return new Segment(
                first, last.subList(1 + checkpoint.size(), last.size()), tf.math.add(carry.solvedAgain(), again));
    }

    /** From the beginning of step j of a segment to that of step j + 1. */
    private List<Operand<?>> solveAgain(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        int staged = system.staged().size();
        Iterator<Operand<?>> invariants = fixed.subList(1, fixed.size()).iterator();
        Operand<TInt32> first = LoopState.take(invariants);
        Operand<TFloat64> starts = LoopState.take(invariants);
        Operand<TFloat64> ends = LoopState.take(invariants);
        Iterator<Operand<?>> next = carried.iterator();
        Operand<TInt32> j = LoopState.take(next);
        Step<T> step = new Step<>(
                at(tf, starts, j), at(tf, ends, j), LoopState.take(next, staged), LoopState.take(next, staged));
        RungeKuttaStep<T> taken = take(tf, step, zeros(tf, system.lazy()), fixed.subList(4, fixed.size()));
        List<Operand<?>> context = fixed.subList(4, fixed.size());
        List<Operand<?>> end = new ArrayList<>(taken.y1());
        end.addAll(loop.jumps()
                .rates(tf, step.t0(), step.t1(), taken.y1(), new Rates<>(taken.f1(), List.of()), context)
                .staged());
        Operand<TInt32> after = tf.math.add(j, tf.constant(1));
        List<Operand<?>> result = new ArrayList<>();
        result.add(after);
        result.addAll(end);
        result.addAll(
                StoreRows.write(tf, carried.subList(1 + 2 * staged, carried.size()), tf.math.sub(after, first), end));
        return result;
    }

    private RungeKuttaStep<T> take(Ops tf, Step<T> step, List<Operand<T>> integrands, List<Operand<?>> context) {
        return RungeKuttaStep.take(
                tf,
                system,
                settings.tableau(),
                new RungeKuttaStep.Start<>(step.t0(), step.y(), step.f(), integrands),
                step.t1(),
                tf.math.sub(step.t1(), step.t0()),
                context);
    }

    private List<Operand<T>> zeros(Ops tf, List<Part> parts) {
        return SolveGraphs.zeros(tf, problem.type(), parts);
    }

    /**
     * Cotangents of what a step is made of.
     *
     * @param output the last output time before the step
     * @param known for each of y0, y1, f0, f1 and the middle those of the staged parts
     * @param sums of the lazy parts at the end of the step
     */
    private record Cotangents<T extends TFloating>(
            Operand<TInt32> output, List<List<Operand<T>>> known, List<Operand<T>> sums) {}

    /** The cotangents at the end of a step, and those of the output times in it. */
    private Cotangents<T> withOutputs(
            Ops tf, Carry<T> carry, Invariants<T> given, Operand<TFloat64> t0, Operand<TFloat64> t1) {
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(carry.output());
        int known = settings.interpolant().count();
        for (int value = 0; value < known; value++) {
            carried.addAll(
                    switch (value) {
                        case StepInterpolant.Y1 -> carry.byY();
                        case StepInterpolant.F1 -> carry.byF();
                        default -> zeros(tf, system.staged());
                    });
        }
        carried.addAll(carry.bySums());
        List<Operand<?>> invariants = new ArrayList<>(List.of(t0, t1, given.times()));
        invariants.addAll(given.cotangents());
        List<Operand<?>> last = Loops.whileLoop(
                tf, "outputs_of_step", carried, invariants, CheckpointedAdjoint::isInStep, this::addOutput);
        Iterator<Operand<?>> found = last.iterator();
        Operand<TInt32> output = LoopState.take(found);
        List<List<Operand<T>>> cotangents = new ArrayList<>();
        for (int value = 0; value < known; value++) {
            cotangents.add(LoopState.take(found, system.staged().size()));
        }
        return new Cotangents<>(
                output, cotangents, LoopState.take(found, system.lazy().size()));
    }

    /** Whether the next output time lies in the step, its beginning excluded. */
    private static Operand<TBool> isInStep(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        Operand<TInt32> output = LoopState.take(carried.iterator());
        Iterator<Operand<?>> in = fixed.iterator();
        Operand<TFloat64> start = LoopState.take(in);
        Operand<TFloat64> direction = SolveGraphs.direction(tf, start, LoopState.take(in));
        Operand<TFloat64> times = LoopState.take(in);
        Operand<TFloat64> t = at(tf, times, tf.math.maximum(output, tf.constant(0)));
        return tf.math.logicalAnd(
                tf.math.greaterEqual(output, tf.constant(0)),
                tf.math.greater(tf.math.mul(direction, tf.math.sub(t, start)), tf.constant(0.0)));
    }

    /** Adds the cotangent of the solution at one output time. */
    private List<Operand<?>> addOutput(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        Iterator<Operand<?>> in = fixed.iterator();
        Operand<TFloat64> t0 = LoopState.take(in);
        Operand<TFloat64> t1 = LoopState.take(in);
        Operand<TFloat64> times = LoopState.take(in);
        List<Operand<T>> all = LoopState.take(in, parts().size());
        Operand<TInt32> output = LoopState.take(carried.iterator());
        List<Operand<T>> cotangents =
                all.stream().map(rows -> at(tf, rows, output)).toList();
        Operand<TFloat64> width = tf.math.sub(t1, t0);
        Operand<TFloat64> x = tf.math.div(tf.math.sub(at(tf, times, output), t0), width);
        List<Operand<T>> weights = settings.interpolant().weights(tf, problem.type(), x, width);
        int staged = system.staged().size();
        List<Operand<?>> result = new ArrayList<>();
        result.add(tf.math.sub(output, tf.constant(1)));
        Iterator<Operand<?>> sums = carried.subList(1, carried.size()).iterator();
        for (Operand<T> weight : weights) {
            for (int part = 0; part < staged; part++) {
                Operand<T> sum = LoopState.take(sums);
                result.add(tf.math.add(sum, tf.math.mul(weight, cotangents.get(part))));
            }
        }
        // With lazy parts, steps end at output times.
        for (int part = staged; part < cotangents.size(); part++) {
            Operand<T> sum = LoopState.take(sums);
            result.add(tf.math.add(sum, cotangents.get(part)));
        }
        return result;
    }

    /** Vector-Jacobian products of one step. */
    private Carry<T> differentiate(
            Ops tf, Carry<T> carry, Cotangents<T> of, Segment segment, Step<T> step, List<Operand<?>> context) {
        List<Operand<T>> integrands = new ArrayList<>();
        zeros(tf, system.lazy()).forEach(zero -> integrands.add(tf.stopGradient(zero)));
        RungeKuttaStep<T> taken = take(tf, step, integrands, context);
        List<Operand<T>> outputs = new ArrayList<>(taken.y1());
        List<Operand<T>> cotangents = new ArrayList<>(of.known().get(StepInterpolant.Y1));
        outputs.addAll(taken.f1());
        cotangents.addAll(of.known().get(StepInterpolant.F1));
        if (!taken.yMid().isEmpty()) {
            outputs.addAll(taken.yMid());
            cotangents.addAll(of.known().get(StepInterpolant.MIDDLE));
        }
        outputs.addAll(taken.increments());
        cotangents.addAll(of.sums());
        outputs.addAll(taken.integrands());
        cotangents.addAll(carry.byIntegrands());

        List<Operand<T>> inputs = new ArrayList<>(step.y());
        inputs.addAll(step.f());
        inputs.addAll(integrands);
        Products<T> products = products(tf, outputs, cotangents, inputs, context);
        int staged = system.staged().size();
        AtStart<T> start = new AtStart<>(
                sums(tf, products.byInputs().subList(0, staged), of.known().get(StepInterpolant.Y0)),
                sums(
                        tf,
                        products.byInputs().subList(staged, 2 * staged),
                        of.known().get(StepInterpolant.F0)),
                products.byInputs().subList(2 * staged, inputs.size()),
                sums(tf, products.byParameters(), carry.byParameters()));
        AtStart<T> before = loop.jumps().isEmpty() ? start : beforeJump(tf, start, carry.step(), step, context);
        return new Carry<>(
                tf.math.sub(carry.step(), tf.constant(1)),
                of.output(),
                segment.first(),
                segment.solvedAgain(),
                before.byY(),
                before.byF(),
                of.sums(),
                before.byIntegrands(),
                before.byParameters(),
                segment.buffers());
    }

    /** Cotangents of what a step starts from. */
    private record AtStart<T extends TFloating>(
            List<Operand<T>> byY, List<Operand<T>> byF, List<Operand<T>> byIntegrands, List<Operand<T>> byParameters) {

        List<Operand<?>> pack() {
            List<Operand<?>> all = new ArrayList<>(byY);
            all.addAll(byF);
            all.addAll(byIntegrands);
            all.addAll(byParameters);
            return all;
        }

        AtStart<T> unpack(List<Operand<?>> all) {
            Iterator<Operand<?>> next = all.iterator();
            return new AtStart<>(
                    LoopState.take(next, byY.size()),
                    LoopState.take(next, byF.size()),
                    LoopState.take(next, byIntegrands.size()),
                    LoopState.take(next, byParameters.size()));
        }
    }

    /**
     * Where the field jumps, a step starts with a derivative of its own, which comes from the state and not from the step
     * before. A loop that goes round once or not at all.
     */
    private AtStart<T> beforeJump(
            Ops tf, AtStart<T> start, Operand<TInt32> index, Step<T> step, List<Operand<?>> context) {
        JumpRestart<T> jumps = loop.jumps();
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(tf.math.logicalAnd(tf.math.greater(index, tf.constant(0)), jumps.isJump(tf, step.t0())));
        carried.addAll(start.pack());
        List<Operand<?>> invariants = new ArrayList<>();
        invariants.add(JumpRestart.beyond(tf, step.t0(), SolveGraphs.direction(tf, step.t0(), step.t1())));
        invariants.addAll(step.y());
        invariants.addAll(context);
        int split = 1 + step.y().size();
        List<Operand<?>> last = Loops.whileLoop(
                tf, "jump", carried, invariants, (ops, c, fixed) -> LoopState.take(c.iterator()), (ops, c, fixed) -> {
                    Iterator<Operand<?>> in = fixed.iterator();
                    Operand<TFloat64> t = LoopState.take(in);
                    List<Operand<T>> y = LoopState.take(in, split - 1);
                    AtStart<T> at = start.unpack(c.subList(1, c.size()));
                    List<Operand<?>> result = new ArrayList<>();
                    result.add(ops.constant(false));
                    result.addAll(throughField(ops, at, t, y, fixed.subList(split, fixed.size()))
                            .pack());
                    return result;
                });
        return start.unpack(last.subList(1, last.size()));
    }

    /** Hands the cotangents of derivatives on to the state and the parameters that they are computed from. */
    private AtStart<T> throughField(
            Ops tf, AtStart<T> start, Operand<TFloat64> t, List<Operand<T>> values, List<Operand<?>> context) {
        List<Operand<T>> y = new ArrayList<>();
        values.forEach(value -> y.add(tf.stopGradient(value)));
        Rates<T> rates = system.rates(tf, t, y, context, !system.lazy().isEmpty());
        List<Operand<T>> outputs = new ArrayList<>(rates.staged());
        outputs.addAll(rates.lazy());
        List<Operand<T>> cotangents = new ArrayList<>(start.byF());
        cotangents.addAll(start.byIntegrands());
        Products<T> products = products(tf, outputs, cotangents, y, context);
        return new AtStart<>(
                sums(tf, products.byInputs(), start.byY()),
                zeros(tf, system.staged()),
                zeros(tf, system.lazy()),
                sums(tf, products.byParameters(), start.byParameters()));
    }

    private record Products<T extends TFloating>(List<Operand<T>> byInputs, List<Operand<T>> byParameters) {}

    /** Vector-Jacobian products by the inputs and the learnt parameters. */
    private Products<T> products(
            Ops tf,
            List<Operand<T>> outputs,
            List<Operand<T>> cotangents,
            List<Operand<T>> inputs,
            List<Operand<?>> context) {
        NamedOperands<T> theta = Parameters.of(problem, context);
        List<Operand<T>> by = new ArrayList<>(inputs);
        problem.learntParameters().forEach(p -> by.add(theta.get(p.name())));
        List<Operand<T>> found = Gradients.vjpOrZeros(tf, outputs, by, cotangents);
        return new Products<>(found.subList(0, inputs.size()), found.subList(inputs.size(), by.size()));
    }

    private static <U extends TFloating> List<Operand<U>> sums(Ops tf, List<Operand<U>> a, List<Operand<U>> b) {
        List<Operand<U>> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(tf.math.add(a.get(i), b.get(i)));
        }
        return sums;
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
        AtStart<T> start = throughField(
                tf,
                new AtStart<>(last.byY(), last.byF(), last.byIntegrands(), last.byParameters()),
                loop.startTime(tf, first, SolveGraphs.direction(tf, first, end)),
                y,
                given.context());
        List<Operand<T>> byFirst = new ArrayList<>(start.byY());
        byFirst.addAll(last.bySums());
        List<String> partNames = parts().stream().map(Part::name).toList();
        Operand<TFloat64> byTime = timeGradient
                ? new TimeGradient<>(problem)
                        .build(
                                tf,
                                forward,
                                NamedOperands.of(partNames, given.cotangents()),
                                NamedOperands.of(partNames, byFirst),
                                given.context())
                : tf.zerosLike(forward.times());
        List<Operand<T>> byState = new ArrayList<>();
        for (int part = 0; part < byFirst.size(); part++) {
            Operand<T> unmet = unmet(tf, given.cotangents().get(part), last.output(), forward.n());
            byState.add(tf.math.add(byFirst.get(part), unmet));
        }
        NamedOperands<T> found = NamedOperands.of(partNames, byState);
        List<String> names = problem.parts().stream().map(Part::name).toList();
        return new SymbolicGradient<>(
                NamedOperands.of(names, names.stream().map(found::get).toList()),
                NamedOperands.of(
                        problem.learntParameters().stream().map(Parameter::name).toList(), start.byParameters()),
                byTime,
                outcome(tf, last, forward));
    }

    /** The sum of the cotangents at times that lie in no step: the first one, and those equal to it. */
    private static <U extends TFloating> Operand<U> unmet(
            Ops tf, Operand<U> cotangents, Operand<TInt32> lastOutput, int n) {
        Operand<TInt32> index = tf.range(tf.constant(0), tf.constant(n), tf.constant(1));
        Operand<TInt32> segments = tf.dtypes.cast(tf.math.greater(index, lastOutput), TInt32.class);
        Operand<U> sums = tf.math.unsortedSegmentSum(cotangents, segments, tf.constant(2));
        return at(tf, sums, tf.constant(0));
    }

    private SolveOutcome outcome(Ops tf, Carry<T> last, Forward<T> forward) {
        CheckpointStore.Stored<T> stored = store.read(forward.stored());
        Operand<TInt32> done = tf.math.sub(tf.math.sub(forward.accepted(), tf.constant(1)), last.step());
        Operand<TBool> finite = isFinite(tf, last.byY());
        Operand<TInt32> evaluations = tf.math.add(
                tf.constant(timeGradient ? 1 + forward.n() : 1),
                tf.math.mul(
                        tf.constant(settings.tableau().evaluationsPerStep()), tf.math.add(done, last.solvedAgain())));
        Operand<TInt32> next = tf.math.maximum(last.step(), tf.constant(0));
        Operand<TFloat64> t = at(tf, stored.starts(), next);
        return new SolveOutcome(
                StepLoop.choose(
                        tf, finite, StepLoop.status(tf, Status.RUNNING), StepLoop.status(tf, Status.NON_FINITE)),
                t,
                tf.math.abs(tf.math.sub(at(tf, stored.ends(), next), t)),
                evaluations,
                done,
                tf.constant(0),
                StepLoop.choose(tf, finite, tf.constant(-1), tf.constant(0)),
                tf.math.sub(tf.constant(forward.n()), tf.math.maximum(last.output(), tf.constant(0))),
                record(tf, stored, forward.accepted()));
    }

    /** The steps in the order they were differentiated in. */
    private List<Operand<TFloat64>> record(Ops tf, CheckpointStore.Stored<T> stored, Operand<TInt32> accepted) {
        int capacity = settings.recordedSteps();
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
