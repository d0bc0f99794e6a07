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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    public State<T> start(Ops tf, LoopState<T> step, Context<T> context) {
        return new State<>(
                step, functions.count() == 0 ? Optional.empty() : Optional.of(nothingYet(tf, step, context)));
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
    public record State<T extends TFloating>(LoopState<T> step, Optional<EventState<T>> watched) {
        State(LoopState<T> step, EventState<T> events) {
            this(step, Optional.of(events));
        }

        public EventState<T> events() {
            return watched.orElseThrow();
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
    public State<T> advance(
            Ops tf,
            State<T> start,
            Operand<TFloat64> target,
            Operand<TFloat64> clip,
            Operand<TFloat64> direction,
            Context<T> context) {
        if (start.watched().isEmpty()) {
            return new State<>(loop.advance(tf, start.step(), target, clip, direction, context), Optional.empty());
        }
        return Loops.whileLoop(
                tf,
                "events",
                start,
                new Given<>(target, clip, direction, context),
                (ops, now, given) -> {
                    Operand<TFloat64> left = ops.math.mul(
                            given.direction(),
                            ops.math.sub(given.target(), now.events().front()));
                    return ops.math.logicalAnd(
                            Status.isRunning(ops, now.step().status()), ops.math.greater(left, ops.constant(0.0)));
                },
                this::piece);
    }

    private record Given<T extends TFloating>(
            Operand<TFloat64> target, Operand<TFloat64> clip, Operand<TFloat64> direction, Context<T> context) {}

    /** Takes a step if the last one is looked through, and looks through what is left up to the first event. */
    private State<T> piece(Ops tf, State<T> now, Given<T> given) {
        Operand<TFloat64> target = given.target();
        Operand<TFloat64> direction = given.direction();
        Context<T> context = given.context();
        EventState<T> events = now.events();
        Operand<TBool> lookedThrough = tf.math.equal(events.front(), now.step().t());
        LoopState<T> step = loop.advance(
                tf,
                now.step(),
                Select.choose(tf, lookedThrough, target, now.step().t()),
                given.clip(),
                direction,
                tf.math.add(now.step().accepted(), tf.constant(1)),
                context);
        Operand<TFloat64> toStep = tf.math.mul(direction, tf.math.sub(step.t(), events.front()));
        Operand<TFloat64> toTarget = tf.math.mul(direction, tf.math.sub(target, events.front()));
        Operand<TFloat64> stop = Select.choose(tf, tf.math.less(toStep, toTarget), step.t(), target);
        EventSearch.Found found = search.first(tf, step, events, stop, direction, context);
        State<T> quiet = new State<>(step, events.at(found.time(), found.signs()));

        Operand<TBool> happened = tf.math.logicalAnd(found.happened(), Status.isRunning(tf, step.status()));
        // A loop of at most one round: what an event costs is paid by events only.
        return Loops.whileLoop(
                        tf,
                        "event",
                        new Piece<>(happened, quiet),
                        new Happened<>(found.event(), found.byJump(), direction, context),
                        (ops, piece, what) -> piece.happened(),
                        (ops, piece, what) -> new Piece<>(ops.constant(false), happen(ops, piece.state(), what)))
                .state();
    }

    /** Whether an event in it is still to be dealt with. */
    private record Piece<T extends TFloating>(Operand<TBool> happened, State<T> state) {}

    /**
     * What happened.
     *
     * @param event its index
     * @param byJump whether another event's jump took the function across zero, far from it perhaps
     * @param direction 1 or -1
     */
    private record Happened<T extends TFloating>(
            Operand<TInt32> event, Operand<TBool> byJump, Operand<TFloat64> direction, Context<T> context) {}

    /** Notes the event, and lets the state jump. */
    private State<T> happen(Ops tf, State<T> now, Happened<T> what) {
        Operand<TInt32> event = what.event();
        Context<T> context = what.context();
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
        Operand<TFloat64> sign = signAfter(tf, what, t, before, after, rates);
        Operand<TFloat64> signs = withRow(tf, events.signs(), event, sign);

        Operand<TBool> jumps = at(tf, tf.constant(functions.each(e -> e.jump() != null)), event);
        Operand<TBool> ends = at(tf, tf.constant(functions.each(e -> e.terminal())), event);
        Operand<TBool> full = tf.math.greaterEqual(events.count(), tf.constant(problem.maxEvents()));
        Operand<TInt32> ended = Select.choose(tf, ends, Status.ENDED_BY_EVENT.in(tf), Status.RUNNING.in(tf));
        Operand<TInt32> status = Select.choose(tf, full, Status.TOO_MANY_EVENTS.in(tf), ended);
        LoopState<T> moved = loop.restart(tf, step, t, step.h(), after, rates);
        LoopState<T> next = Select.chooseAll(tf, tf.math.logicalOr(jumps, ends), moved, step)
                .withStatus(status);

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
        return new State<>(next, noted);
    }

    private static <T extends TFloating> List<Operand<T>> rows(
            Ops tf, List<Operand<T>> all, Operand<TInt32> place, List<Operand<T>> values) {
        List<Operand<T>> written = new ArrayList<>();
        for (int p = 0; p < values.size(); p++) {
            written.add(withRow(tf, all.get(p), place, values.get(p)));
        }
        return written;
    }

    /**
     * The sign of the event's function just after it: of its slope if the event leaves it at zero.
     */
    private Operand<TFloat64> signAfter(
            Ops tf,
            Happened<T> what,
            Operand<TFloat64> t,
            List<Operand<T>> before,
            List<Operand<T>> after,
            Rates<T> rates) {
        Operand<TInt32> event = what.event();
        Context<T> context = what.context();
        Operand<TFloat64> located = at(tf, functions.values(tf, t, before, context), event);
        Operand<TFloat64> value = at(tf, functions.values(tf, t, after, context), event);
        List<Operand<TFloat64>> slopes = new ArrayList<>();
        for (int i = 0; i < functions.count(); i++) {
            slopes.add(slope(tf, functions.derivatives(tf, i, t, after, context), rates.staged()));
        }
        Operand<TFloat64> slope = tf.math.mul(what.direction(), at(tf, tf.stack(slopes), event));
        Operand<TFloat64> nearZero = Select.choose(
                tf,
                what.byJump(),
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

    /** What a function returns of the events; null if the problem has none. */
    public @Nullable SymbolicEvents<T> symbolic(State<T> state) {
        List<String> names = problem.parts().stream().map(Part::name).toList();
        return state.watched()
                .map(events -> new SymbolicEvents<>(
                        events.count(),
                        events.times(),
                        events.which(),
                        NamedOperands.of(names, events.before()),
                        NamedOperands.of(names, events.after())))
                .orElse(null);
    }
}
