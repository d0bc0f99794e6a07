package io.seminode.solver.internal.event;

import static io.seminode.solver.internal.system.SolveGraphs.at;
import static io.seminode.solver.internal.system.SolveGraphs.withRow;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.Status;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SymbolicEvents;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
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
 * Steps and looks for events: each accepted step is looked through before the next one is taken, and only up to the
 * output time, so that an output lies before a jump that comes after it though both are in one step.
 */
public final class EventLoop<T extends TFloating> {
    /** How far from zero a function counts as being there, in sizes of its value where the event was located. */
    private static final double AT_ZERO = 8;

    private final Problem<T> problem;
    private final OdeSystem<T> system;
    private final StepLoop<T> loop;
    private final EventFunctions<T> functions;
    private final EventSearch<T> search;

    /** All parts of the system have stages. */
    public EventLoop(Problem<T> problem, OdeSystem<T> system, StepLoop<T> loop) {
        this.problem = problem;
        this.system = system;
        this.loop = loop;
        this.functions = new EventFunctions<>(problem);
        this.search = new EventSearch<>(functions, loop);
    }

    /** Before the first step. */
    public Both<T> start(Ops tf, LoopState<T> step, Context<T> context) {
        return new Both<>(step, functions.count() == 0 ? List.of() : List.of(nothingYet(tf, step, context)));
    }

    private EventState<T> nothingYet(Ops tf, LoopState<T> step, Context<T> context) {
        int capacity = problem.maxEvents();
        List<Operand<T>> empty = new ArrayList<>();
        for (Part part : problem.parts()) {
            empty.add(Tensors.zeros(tf, problem.type(), part.shape().prepend(capacity)));
        }
        return new EventState<>(
                step.t(),
                tf.math.sign(functions.values(tf, step.t(), step.y(), context)),
                tf.fill(tf.constant(new int[] {functions.count()}), tf.constant(Double.NEGATIVE_INFINITY)),
                tf.constant(0),
                tf.constant(0),
                tf.fill(tf.constant(new int[] {capacity}), tf.constant(0.0)),
                tf.fill(tf.constant(new int[] {capacity}), tf.constant(0)),
                empty,
                empty);
    }

    /**
     * The loop over steps, and what happens in them.
     *
     * @param watched the state of the search; empty if the problem has no events
     */
    public record Both<T extends TFloating>(LoopState<T> step, List<EventState<T>> watched) {
        public Both(LoopState<T> step, EventState<T> events) {
            this(step, List.of(events));
        }

        public EventState<T> events() {
            return watched.get(0);
        }

        public List<Operand<?>> pack() {
            List<Operand<?>> all = new ArrayList<>(step.pack());
            watched.forEach(w -> all.addAll(w.pack()));
            return all;
        }

        public Both<T> unpack(List<Operand<?>> all) {
            int size = step.pack().size();
            List<Operand<?>> rest = all.subList(size, all.size());
            return new Both<>(
                    step.unpack(all.subList(0, size)),
                    watched.stream().map(w -> w.unpack(rest)).toList());
        }

        /** Whether the solution is known at {@code target}, which an event may have ended the solve at. */
        public Operand<TBool> isKnownAt(Ops tf, Operand<TFloat64> target) {
            Operand<TBool> running = Status.isRunning(tf, step.status());
            if (watched.isEmpty()) {
                return running;
            }
            Operand<TBool> ended = tf.math.equal(step.status(), Status.ENDED_BY_EVENT.in(tf));
            return tf.math.logicalOr(running, tf.math.logicalAnd(ended, tf.math.equal(events().front(), target)));
        }

        /** Evaluations that events cost. */
        public Operand<TInt32> restarts(Ops tf) {
            return watched.isEmpty() ? tf.constant(0) : events().restarts();
        }
    }

    /** Steps until events were looked for up to {@code target}, or one has ended the solve, or it has failed. */
    public Both<T> advance(
            Ops tf,
            Both<T> layout,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            Context<T> context) {
        if (layout.watched().isEmpty()) {
            return new Both<>(loop.advance(tf, layout.step(), target, clip, direction, context), List.of());
        }
        List<Operand<?>> invariants = new ArrayList<>(List.of(target, clip, direction));
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "events",
                layout.pack(),
                invariants,
                (ops, carried, fixed) -> {
                    Both<T> now = layout.unpack(carried);
                    Iterator<Operand<?>> limits = fixed.iterator();
                    Operand<TFloat64> end = LoopState.take(limits);
                    LoopState.take(limits);
                    Operand<TFloat64> sign = LoopState.take(limits);
                    Operand<TFloat64> left =
                            ops.math.mul(sign, ops.math.sub(end, now.events().front()));
                    return ops.math.logicalAnd(
                            Status.isRunning(ops, now.step().status()), ops.math.greater(left, ops.constant(0.0)));
                },
                (ops, carried, fixed) -> {
                    Iterator<Operand<?>> limits = fixed.iterator();
                    return piece(
                                    ops,
                                    layout.unpack(carried),
                                    LoopState.take(limits),
                                    LoopState.take(limits),
                                    LoopState.take(limits),
                                    context.like(fixed.subList(3, fixed.size())))
                            .pack();
                });
        return layout.unpack(last);
    }

    /** Takes a step if the last one is looked through, and looks through what is left up to the first event. */
    private Both<T> piece(
            Ops tf,
            Both<T> now,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            Context<T> context) {
        EventState<T> events = now.events();
        Operand<TBool> lookedThrough = tf.math.equal(events.front(), now.step().t());
        LoopState<T> step = loop.advance(
                tf,
                now.step(),
                Select.choose(tf, lookedThrough, target, now.step().t()),
                clip,
                direction,
                tf.math.add(now.step().accepted(), tf.constant(1)),
                context);
        Operand<TFloat64> toStep = tf.math.mul(direction, tf.math.sub(step.t(), events.front()));
        Operand<TFloat64> toTarget = tf.math.mul(direction, tf.math.sub(target, events.front()));
        Operand<TFloat64> stop = Select.choose(tf, tf.math.less(toStep, toTarget), step.t(), target);
        EventSearch.Found found = search.first(tf, step, events, stop, direction, context);
        Both<T> quiet = new Both<>(step, events.at(found.time(), found.signs()));

        // A loop of at most one round: what an event costs is paid by events only.
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(tf.math.logicalAnd(found.happened(), Status.isRunning(tf, step.status())));
        carried.addAll(quiet.pack());
        List<Operand<?>> invariants = new ArrayList<>(List.of(found.event(), found.byJump(), direction));
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf, "event", carried, invariants, (ops, c, fixed) -> LoopState.take(c.iterator()), (ops, c, fixed) -> {
                    Iterator<Operand<?>> next = fixed.iterator();
                    List<Operand<?>> result = new ArrayList<>();
                    result.add(ops.constant(false));
                    result.addAll(happen(
                                    ops,
                                    quiet.unpack(c.subList(1, c.size())),
                                    LoopState.take(next),
                                    LoopState.take(next),
                                    LoopState.take(next),
                                    context.like(fixed.subList(3, fixed.size())))
                            .pack());
                    return result;
                });
        return quiet.unpack(last.subList(1, last.size()));
    }

    /** Notes the event, and lets the state jump. */
    private Both<T> happen(
            Ops tf,
            Both<T> now,
            Operand<TInt32> event,
            Operand<TBool> byJump,
            Operand<TFloat64> direction,
            Context<T> context) {
        EventState<T> events = now.events();
        LoopState<T> step = now.step();
        Operand<TFloat64> t = events.front();
        List<Operand<T>> before = loop.valuesAt(tf, step, t);
        List<Operand<T>> after = before;
        for (int i = 0; i < functions.count(); i++) {
            List<Operand<T>> jumped = functions.after(tf, i, t, before, context);
            Operand<TBool> isIt = tf.math.equal(event, tf.constant(i));
            List<Operand<T>> chosen = new ArrayList<>();
            for (int p = 0; p < before.size(); p++) {
                chosen.add(Select.choose(tf, isIt, jumped.get(p), after.get(p)));
            }
            after = chosen;
        }
        Rates<T> rates = system.rates(tf, t, after, context, false);
        Operand<TFloat64> sign = signAfter(tf, event, byJump, t, before, after, rates, direction, context);
        Operand<TFloat64> signs = withRow(tf, events.signs(), event, sign);

        Operand<TBool> jumps = at(tf, tf.constant(functions.each(e -> e.jump() != null)), event);
        Operand<TBool> ends = at(tf, tf.constant(functions.each(e -> e.terminal())), event);
        Operand<TBool> full = tf.math.greaterEqual(events.count(), tf.constant(problem.maxEvents()));
        Operand<TInt32> ended = Select.choose(tf, ends, Status.ENDED_BY_EVENT.in(tf), Status.RUNNING.in(tf));
        Operand<TInt32> status = Select.choose(tf, full, Status.TOO_MANY_EVENTS.in(tf), ended);
        LoopState<T> moved = loop.restart(tf, step, t, step.h(), after, rates);
        LoopState<T> next =
                choosePacked(tf, tf.math.logicalOr(jumps, ends), moved, step).withStatus(status);

        Operand<TInt32> place = tf.math.minimum(events.count(), tf.constant(problem.maxEvents() - 1));
        Operand<TInt32> one = tf.constant(1);
        EventState<T> noted = new EventState<>(
                t,
                signs,
                withRow(tf, events.touched(), event, t),
                Select.choose(tf, full, events.count(), tf.math.add(events.count(), one)),
                tf.math.add(events.restarts(), one),
                withRow(tf, events.times(), place, t),
                withRow(tf, events.which(), place, event),
                rows(tf, events.before(), place, before),
                rows(tf, events.after(), place, after));
        return new Both<>(next, noted);
    }

    private static <T extends TFloating> List<Operand<T>> rows(
            Ops tf, List<Operand<T>> all, Operand<TInt32> place, List<Operand<T>> values) {
        List<Operand<T>> written = new ArrayList<>();
        for (int p = 0; p < values.size(); p++) {
            written.add(withRow(tf, all.get(p), place, values.get(p)));
        }
        return written;
    }

    private static <T extends TFloating> LoopState<T> choosePacked(
            Ops tf, Operand<TBool> condition, LoopState<T> yes, LoopState<T> no) {
        List<Operand<?>> chosen = new ArrayList<>();
        List<Operand<?>> no1 = no.pack();
        for (int i = 0; i < no1.size(); i++) {
            chosen.add(chooseAny(tf, condition, yes.pack().get(i), no1.get(i)));
        }
        return no.unpack(chosen);
    }

    @SuppressWarnings("unchecked") // both stand at the same place of the same kind of state
    private static <U extends org.tensorflow.types.family.TType> Operand<U> chooseAny(
            Ops tf, Operand<TBool> condition, Operand<?> yes, Operand<?> no) {
        return Select.choose(tf, condition, (Operand<U>) yes, (Operand<U>) no);
    }

    /**
     * The sign of the event's function just after it: of its slope if the event leaves it at zero.
     *
     * @param byJump whether another event's jump took the function across zero, far from it perhaps
     */
    private Operand<TFloat64> signAfter(
            Ops tf,
            Operand<TInt32> event,
            Operand<TBool> byJump,
            Operand<TFloat64> t,
            List<Operand<T>> before,
            List<Operand<T>> after,
            Rates<T> rates,
            Operand<TFloat64> direction,
            Context<T> context) {
        Operand<TFloat64> located = at(tf, functions.values(tf, t, before, context), event);
        Operand<TFloat64> value = at(tf, functions.values(tf, t, after, context), event);
        List<Operand<TFloat64>> slopes = new ArrayList<>();
        for (int i = 0; i < functions.count(); i++) {
            slopes.add(slope(tf, functions.derivatives(tf, i, t, after, context), rates.staged()));
        }
        Operand<TFloat64> slope = tf.math.mul(direction, at(tf, tf.stack(slopes), event));
        Operand<TFloat64> nearZero = Select.choose(
                tf,
                byJump,
                EventSearch.rounding(tf, t, slope),
                tf.math.mul(tf.constant(AT_ZERO), tf.math.abs(located)));
        Operand<TBool> isAtZero = tf.math.lessEqual(tf.math.abs(value), nearZero);
        return tf.math.sign(Select.choose(tf, isAtZero, slope, value));
    }

    /** The derivative of an event's function along the solution. */
    static <T extends TFloating> Operand<TFloat64> slope(
            Ops tf, EventFunctions.Derivatives<T> by, List<Operand<T>> rates) {
        return tf.math.add(by.byTime(), dot(tf, by.byState(), rates));
    }

    /** The sum of products of all elements of all parts. */
    static <T extends TFloating> Operand<TFloat64> dot(Ops tf, List<Operand<T>> x, List<Operand<T>> y) {
        Operand<TFloat64> total = tf.constant(0.0);
        for (int p = 0; p < x.size(); p++) {
            Operand<T> products = tf.reshape(tf.math.mul(x.get(p), y.get(p)), tf.constant(new int[] {-1}));
            total = tf.math.add(total, tf.dtypes.cast(tf.reduceSum(products, tf.constant(0)), TFloat64.class));
        }
        return total;
    }

    /** What a function returns of the events. */
    public SymbolicEvents<T> symbolic(EventState<T> state) {
        List<String> names = problem.parts().stream().map(Part::name).toList();
        return new SymbolicEvents<>(
                state.count(),
                state.times(),
                state.which(),
                NamedOperands.of(names, state.before()),
                NamedOperands.of(names, state.after()));
    }
}
