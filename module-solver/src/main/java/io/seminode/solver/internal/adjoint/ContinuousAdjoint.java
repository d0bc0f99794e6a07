package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;
import static io.seminode.solver.internal.system.SolveGraphs.withRow;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.store.DenseStore;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Adds the continuous adjoint to a graph: the adjoint system solved backward from output time to output time, where the
 * loss' cotangent is added to a_z. The state z is integrated backward too, and set to the value the forward solve found at
 * every output time; or it is read from the steps that the forward solve stored, and a_z alone is under error control.
 *
 * <p>Source: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations" (2018), algorithm 1;
 * Kidger, Chen and Lyons (arXiv:2009.09457) for the norm and for what follows from it.
 */
public final class ContinuousAdjoint<T extends TFloating> implements AdjointSolve<T> {
    private final Problem<T> problem;
    private final AdjointSystem<T> system;
    private final boolean lazily;
    private final boolean timeGradient;
    private final boolean timeIntegral;
    private final StepLoop<T> loop;

    /**
     * An adjoint solve.
     *
     * @param lazily lazy quadratures, steps that end at output times, step size kept between them; otherwise as
     *     torchdiffeq does it
     * @param timeGradient whether the gradient by the output times is wanted
     * @param stored what the forward solve stored; null if z is integrated backward
     */
    public ContinuousAdjoint(
            Problem<T> problem,
            StepSettings settings,
            boolean lazily,
            boolean timeGradient,
            @Nullable DenseStore<T> stored) {
        this.problem = problem;
        this.system = new AdjointSystem<>(problem, settings.norm(), lazily, timeGradient, stored);
        this.lazily = lazily;
        this.timeGradient = timeGradient;
        this.loop = new StepLoop<>(system, settings, lazily, !lazily, lazily, StepStore.none());
        // Where the field jumps in time, an integral of df/dt misses what the jump adds.
        boolean jumps = !loop.jumps().isEmpty() || system.mayJumpInTime();
        this.timeIntegral = timeGradient && !lazily && !jumps && timeIndex() >= 0;
    }

    @Override
    public List<Part> toleranced() {
        return loop.toleranced();
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(system.staged());
        parts.addAll(system.lazy());
        return parts;
    }

    /** What stands between two output times: output index, loop, values and gradients by time. */
    private record Intervals<T extends TFloating>(Operand<TInt32> i, LoopState<T> state, Operand<TFloat64> byTime) {}

    /** Values and cotangents are those of the problem's parts at all times. */
    private record Given<T extends TFloating>(
            Operand<TFloat64> times, List<Operand<T>> values, List<Operand<T>> cotangents, Context<T> context) {}

    @Override
    public SymbolicGradient<T> build(
            Ops tf, Forward<T> forward, NamedOperands<T> cotangents, NamedOperands<T> parameters) {
        NamedOperands<T> values = forward.values();
        Operand<TFloat64> times = forward.times();
        int n = forward.n();
        Context<T> context = system.context(parameters, forward);
        Given<T> given = new Given<>(
                times,
                problem.parts().stream().map(p -> values.get(p.name())).toList(),
                problem.parts().stream().map(p -> cotangents.get(p.name())).toList(),
                context);
        Operand<TInt32> lastIndex = tf.constant(n - 1);
        List<Operand<T>> y = new ArrayList<>();
        for (Part part : system.staged()) {
            y.add(
                    part.kind() == Kind.ADJOINT_STATE
                            ? at(tf, cotangents.get(system.nameOf(part)), lastIndex)
                            : Tensors.zeros(tf, problem.type(), part.shape()));
        }
        LoopState<T> start = loop.start(
                tf,
                at(tf, times, lastIndex),
                loop.resumedStep(tf, forward.nextStep()),
                y,
                SolveGraphs.zeros(tf, problem.type(), system.lazy()),
                SolveGraphs.zeroRates(tf, system));
        Intervals<T> last = Loops.whileLoop(
                tf,
                "intervals",
                new Intervals<>(lastIndex, start, tf.zerosLike(times)),
                given,
                (ops, carry, fixed) -> ops.math.logicalAnd(
                        Status.isRunning(ops, carry.state().status()), ops.math.greater(carry.i(), ops.constant(0))),
                this::interval);
        return gradient(tf, last, forward, cotangents, context);
    }

    /** From output time i back to output time i - 1. */
    private Intervals<T> interval(Ops tf, Intervals<T> carry, Given<T> given) {
        Operand<TFloat64> times = given.times();
        Context<T> context = given.context();
        Operand<TInt32> i = carry.i();
        Operand<TInt32> before = tf.math.sub(i, tf.constant(1));
        Operand<TFloat64> t = at(tf, times, i);
        Operand<TFloat64> target = at(tf, times, before);
        Operand<TFloat64> direction = SolveGraphs.direction(tf, t, target);

        List<Operand<T>> y = replaceState(
                carry.state().y(),
                given.values().stream().map(v -> at(tf, v, i)).toList());
        boolean integrands = !system.lazy().isEmpty();
        Rates<T> rates = system.rates(tf, loop.startTime(tf, t, direction), y, context, integrands);
        LoopState<T> state = carry.state();
        Operand<TFloat64> byTime = carry.byTime();
        if (timeIntegral) {
            int timeIndex = timeIndex();
            List<Operand<T>> f = field(
                    tf, t, rates, given.values().stream().map(v -> at(tf, v, i)).toList(), context);
            Operand<T> moved = dot(
                    tf, f, given.cotangents().stream().map(c -> at(tf, c, i)).toList());
            byTime = withRow(tf, byTime, i, tf.dtypes.cast(moved, TFloat64.class));
            y = new ArrayList<>(y);
            y.set(timeIndex, tf.math.sub(y.get(timeIndex), moved));
        }
        Operand<TFloat64> h = lazily ? state.h() : loop.firstStep(tf, t, direction, y, rates, target, context);
        LoopState<T> end =
                loop.advance(tf, loop.restart(tf, state, t, h, y, rates), target, target, direction, context);
        List<Operand<T>> found = addCotangents(
                tf,
                loop.valuesAt(tf, end, target),
                given.cotangents().stream().map(c -> at(tf, c, before)).toList());
        return new Intervals<>(before, end.withValues(found), byTime);
    }

    /** The derivatives of z at an output time: those of the adjoint system if it integrates z. */
    private List<Operand<T>> field(
            Ops tf, Operand<TFloat64> t, Rates<T> rates, List<Operand<T>> values, Context<T> context) {
        List<String> names = problem.parts().stream().map(Part::name).toList();
        List<Operand<T>> found = new ArrayList<>();
        for (String name : names) {
            int index = stagedIndexOf(Kind.STATE, name);
            if (index >= 0) {
                found.add(rates.staged().get(index));
            }
        }
        if (found.size() == names.size()) {
            return found;
        }
        NamedOperands<T> f = problem.field().derivative(tf, t, NamedOperands.of(names, values), context.parameters());
        return names.stream().map(f::get).toList();
    }

    private static <T extends TFloating> Operand<T> dot(Ops tf, List<Operand<T>> a, List<Operand<T>> b) {
        List<Operand<T>> products = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            Operand<T> product = tf.math.mul(a.get(i), b.get(i));
            products.add(tf.reduceSum(tf.reshape(product, tf.constant(new int[] {-1})), tf.constant(0)));
        }
        return tf.math.addN(products);
    }

    private List<Operand<T>> replaceState(List<Operand<T>> y, List<Operand<T>> values) {
        List<Operand<T>> replaced = new ArrayList<>(y);
        for (int p = 0; p < values.size(); p++) {
            int index = stagedIndexOf(Kind.STATE, problem.parts().get(p).name());
            if (index >= 0) {
                replaced.set(index, values.get(p));
            }
        }
        return replaced;
    }

    private List<Operand<T>> addCotangents(Ops tf, List<Operand<T>> y, List<Operand<T>> cotangents) {
        List<Operand<T>> added = new ArrayList<>(y);
        for (int p = 0; p < cotangents.size(); p++) {
            String name = AdjointSystem.adjointOf(problem.parts().get(p).name());
            int index = stagedIndexOf(Kind.ADJOINT_STATE, name);
            added.set(index, tf.math.add(y.get(index), cotangents.get(p)));
        }
        return added;
    }

    private SymbolicGradient<T> gradient(
            Ops tf, Intervals<T> last, Forward<T> forward, NamedOperands<T> cotangents, Context<T> context) {
        int n = forward.n();
        LoopState<T> state = last.state();
        List<String> names = problem.parts().stream().map(Part::name).toList();
        List<Operand<T>> byState = names.stream()
                .map(name -> value(state, Kind.ADJOINT_STATE, AdjointSystem.adjointOf(name)))
                .toList();
        List<Parameter> learnt = problem.learntParameters();
        List<Operand<T>> byParameter = new ArrayList<>();
        for (Parameter parameter : learnt) {
            byParameter.add(value(state, Kind.ADJOINT_PARAMETER, AdjointSystem.gradientOf(parameter)));
        }
        boolean withoutIntegral = timeGradient && !timeIntegral;
        Operand<TFloat64> byTime = last.byTime();
        if (withoutIntegral) {
            List<Operand<T>> byFirst = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                byFirst.add(tf.math.sub(byState.get(i), at(tf, cotangents.get(names.get(i)), tf.constant(0))));
            }
            byTime = new TimeGradient<>(problem)
                    .build(tf, forward, cotangents, NamedOperands.of(names, byFirst), context);
        } else if (timeIntegral) {
            Operand<T> integral = value(state, Kind.ADJOINT_TIME, AdjointSystem.TIME);
            byTime = withRow(tf, byTime, tf.constant(0), tf.dtypes.cast(integral, TFloat64.class));
        }
        Operand<TInt32> done = tf.math.sub(tf.constant(n - 1), last.i());
        Operand<TInt32> evaluations = tf.math.addN(List.of(
                tf.constant(withoutIntegral ? n : 0),
                tf.math.mul(tf.constant(lazily ? 1 : 1 + loop.firstStepEvaluations()), done),
                state.evaluations()));
        return new SymbolicGradient<>(
                NamedOperands.of(names, byState),
                NamedOperands.of(learnt.stream().map(Parameter::name).toList(), byParameter),
                byTime,
                new SolveOutcome(
                        state.status(),
                        state.t(),
                        state.h(),
                        evaluations,
                        state.accepted(),
                        state.rejected(),
                        state.culprit(),
                        tf.math.add(done, tf.constant(1)),
                        state.recorded(),
                        loop.unmeasured(tf, state),
                        null));
    }

    private Operand<T> value(LoopState<T> state, Kind kind, String name) {
        int index = stagedIndexOf(kind, name);
        if (index >= 0) {
            return state.y().get(index);
        }
        for (int i = 0; i < system.lazy().size(); i++) {
            if (isCalled(system.lazy().get(i), kind, name)) {
                return state.sums().get(i);
            }
        }
        throw new IllegalStateException("No part \"" + name + "\" in the adjoint system.");
    }

    private int stagedIndexOf(Kind kind, String name) {
        List<Part> staged = system.staged();
        for (int i = 0; i < staged.size(); i++) {
            if (isCalled(staged.get(i), kind, name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isCalled(Part part, Kind kind, String name) {
        return part.kind() == kind && part.name().equals(name);
    }

    /** Place of a_t among the staged parts, or -1 if it is not integrated. */
    private int timeIndex() {
        return stagedIndexOf(Kind.ADJOINT_TIME, AdjointSystem.TIME);
    }
}
