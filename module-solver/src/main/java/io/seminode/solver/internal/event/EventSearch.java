package io.seminode.solver.internal.event;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.problem.Event.Direction;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Finds the first event in a piece of a step: the piece is sampled, and where a sign changes the zero is located.
 *
 * <p>Two changes of sign between neighbouring samples go unseen.
 */
final class EventSearch<T extends TFloating> {
    private static final int SAMPLES = 8;
    private static final int MOST_ITERATIONS = 120;

    /** Width of the last bracket, relative to the times at its ends. */
    private static final double RESOLUTION = 0x1p-51;

    /** Relative distance of times within which the sign of a function at its zero is that of rounding. */
    private static final double NEAR = 0x1p-46;

    private final EventFunctions<T> functions;
    private final StepLoop<T> loop;

    public EventSearch(EventFunctions<T> functions, StepLoop<T> loop) {
        this.functions = functions;
        this.loop = loop;
    }

    /**
     * What was found.
     *
     * @param happened whether an event was found
     * @param event its index
     * @param time when, or the end of the piece
     * @param signs of all functions there; for the event itself, the sign before it
     * @param byJump whether another event's jump changed the sign, so that the function need not be near zero
     */
    record Found(
            Operand<TBool> happened,
            Operand<TInt32> event,
            Operand<TFloat64> time,
            Operand<TFloat64> signs,
            Operand<TBool> byJump) {}

    /** A place between two samples: its ends, the signs at the first end, and which events happen inside. */
    private record Gap(Operand<TFloat64> from, Operand<TFloat64> to, Operand<TFloat64> signs, Operand<TBool> crossed) {}

    /**
     * Adds the operations.
     *
     * @param step the last accepted step
     * @param events with the piece's beginning
     * @param stop where it ends
     */
    Found first(
            Ops tf,
            LoopState<T> step,
            EventState<T> events,
            Operand<TFloat64> stop,
            Operand<TFloat64> direction,
            Context<T> context) {
        List<Gap> gaps = new ArrayList<>();
        Operand<TFloat64> front = events.front();
        Operand<TFloat64> length = tf.math.sub(stop, front);
        Operand<TFloat64> before = front;
        Operand<TFloat64> known = events.signs();
        for (int i = 0; i <= SAMPLES; i++) {
            Operand<TFloat64> at =
                    i == SAMPLES ? stop : tf.math.add(front, tf.math.mul(tf.constant(i / (double) SAMPLES), length));
            Operand<TFloat64> sampled = tf.math.sign(functions.values(tf, at, loop.valuesAt(tf, step, at), context));
            Operand<TFloat64> sign = tf.select(isLeft(tf, at, events.touched()), sampled, known);
            Operand<TBool> left = tf.math.less(tf.math.mul(known, sign), tf.constant(0.0));
            if (i == 0) {
                // Where another event's jump has changed the sign. What is at zero has to leave it first.
                gaps.add(new Gap(front, front, known, tf.math.logicalAnd(left, counts(tf, known))));
                known = tf.select(left, sign, known);
            } else {
                Operand<TBool> reached = tf.math.logicalAnd(
                        tf.math.equal(sign, tf.constant(0.0)), tf.math.notEqual(known, tf.constant(0.0)));
                Operand<TBool> changed = tf.math.logicalOr(left, reached);
                gaps.add(new Gap(before, at, known, tf.math.logicalAnd(changed, counts(tf, known))));
                known = sign;
            }
            before = at;
        }
        Gap gap = new Gap(stop, stop, known, tf.math.notEqual(known, known));
        for (int i = gaps.size() - 1; i >= 0; i--) {
            gap = either(tf, gaps.get(i), gap);
        }
        return located(tf, step, gap, direction, context);
    }

    /** What a function of that slope may be off by from rounding of the time. */
    static Operand<TFloat64> rounding(Ops tf, Operand<TFloat64> t, Operand<TFloat64> slope) {
        return tf.math.mul(tf.constant(NEAR), tf.math.abs(tf.math.mul(t, slope)));
    }

    /** Whether a time is so far from that of each function's last event that its sign is not that of rounding. */
    private static Operand<TBool> isLeft(Ops tf, Operand<TFloat64> at, Operand<TFloat64> touched) {
        return tf.math.greater(tf.math.abs(tf.math.sub(at, touched)), tf.math.mul(tf.constant(NEAR), tf.math.abs(at)));
    }

    /** Whether a change that starts from that sign is one of those that count. */
    private Operand<TBool> counts(Ops tf, Operand<TFloat64> from) {
        boolean[] fromBelow = functions.each(e -> e.direction() != Direction.FALLING);
        boolean[] fromAbove = functions.each(e -> e.direction() != Direction.RISING);
        return tf.select(tf.math.less(from, tf.constant(0.0)), tf.constant(fromBelow), tf.constant(fromAbove));
    }

    private static Gap either(Ops tf, Gap first, Gap otherwise) {
        Operand<TBool> any = tf.reduceAny(first.crossed(), tf.constant(0));
        return new Gap(
                Select.choose(tf, any, first.from(), otherwise.from()),
                Select.choose(tf, any, first.to(), otherwise.to()),
                Select.choose(tf, any, first.signs(), otherwise.signs()),
                Select.choose(tf, any, first.crossed(), otherwise.crossed()));
    }

    private Found located(Ops tf, LoopState<T> step, Gap gap, Operand<TFloat64> direction, Context<T> context) {
        Operand<TFloat64> ends = zeros(tf, step, gap, context);
        Operand<TFloat64> never = tf.constant(Double.POSITIVE_INFINITY);
        Operand<TFloat64> order = tf.select(gap.crossed(), tf.math.mul(direction, ends), never);
        Operand<TInt32> event = tf.math.argMin(order, tf.constant(0), TInt32.class);
        Operand<TBool> happened = tf.reduceAny(gap.crossed(), tf.constant(0));
        return new Found(
                happened,
                event,
                Select.choose(tf, happened, SolveGraphs.at(tf, ends, event), gap.to()),
                gap.signs(),
                tf.math.equal(gap.from(), gap.to()));
    }

    /** Brackets of all functions at once: both ends [events], the values there, and which end moved last. */
    private record Bracket(
            Operand<TFloat64> a,
            Operand<TFloat64> b,
            Operand<TFloat64> valueA,
            Operand<TFloat64> valueB,
            Operand<TBool> nearBefore,
            Operand<TInt32> iteration) {

        /** For each function, whether its bracket is still too wide. */
        Operand<TBool> isOpen(Ops tf, Operand<TBool> crossed) {
            Operand<TFloat64> width = tf.math.abs(tf.math.sub(b, a));
            Operand<TFloat64> size = tf.math.maximum(tf.math.abs(a), tf.math.abs(b));
            Operand<TBool> wide = tf.math.greater(width, tf.math.mul(tf.constant(RESOLUTION), size));
            Operand<TBool> inexact = tf.math.notEqual(valueB, tf.constant(0.0));
            return tf.math.logicalAnd(crossed, tf.math.logicalAnd(wide, inexact));
        }
    }

    /**
     * The far ends of brackets around the zeros, [events].
     *
     * <p>By the Illinois method: M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an
     * equation", BIT 11 (1971), pages 168-174; every third iteration halves the bracket, which bounds their number.
     */
    private Operand<TFloat64> zeros(Ops tf, LoopState<T> step, Gap gap, Context<T> context) {
        Operand<TFloat64> none = tf.math.mul(gap.signs(), tf.constant(0.0));
        Operand<TFloat64> b = tf.math.add(none, gap.to());
        // The value at the near end may be a zero that was left just before: it is not known until a sample replaces
        // it.
        Operand<TFloat64> unknown = tf.math.add(none, tf.constant(Double.NaN));
        Bracket start = new Bracket(
                tf.math.add(none, gap.from()),
                b,
                unknown,
                valuesAtEach(tf, step, b, context),
                tf.math.notEqual(none, none),
                tf.constant(0));
        return Loops.whileLoop(
                        tf,
                        "zeros",
                        start,
                        new Given<>(gap, step, context),
                        (ops, bracket, given) -> ops.math.logicalAnd(
                                ops.reduceAny(bracket.isOpen(ops, given.gap().crossed()), ops.constant(0)),
                                ops.math.less(bracket.iteration(), ops.constant(MOST_ITERATIONS))),
                        this::narrowed)
                .b();
    }

    private record Given<T extends TFloating>(Gap gap, LoopState<T> step, Context<T> context) {}

    private Bracket narrowed(Ops tf, Bracket bracket, Given<T> given) {
        Operand<TFloat64> a = bracket.a();
        Operand<TFloat64> b = bracket.b();
        Operand<TFloat64> half = tf.constant(0.5);
        Operand<TFloat64> middle = tf.math.add(a, tf.math.mul(half, tf.math.sub(b, a)));
        Operand<TFloat64> secant = tf.math.sub(
                b,
                tf.math.div(
                        tf.math.mul(bracket.valueB(), tf.math.sub(b, a)),
                        tf.math.sub(bracket.valueB(), bracket.valueA())));
        Operand<TBool> inside =
                tf.math.less(tf.math.mul(tf.math.sub(secant, a), tf.math.sub(secant, b)), tf.constant(0.0));
        Operand<TBool> halving = tf.math.equal(tf.math.floorMod(bracket.iteration(), tf.constant(3)), tf.constant(2));
        Operand<TBool> usable = tf.math.logicalAnd(inside, tf.math.logicalNot(halving));
        Operand<TFloat64> at = tf.select(usable, secant, middle);
        Operand<TFloat64> value = valuesAtEach(tf, given.step(), at, given.context());
        Operand<TBool> near =
                tf.math.greater(tf.math.mul(tf.math.sign(value), given.gap().signs()), tf.constant(0.0));
        // The value at an end that stays twice is halved, so that the next secant falls on its side.
        Operand<TBool> twice = tf.math.equal(near, bracket.nearBefore());
        Operand<TFloat64> scale = tf.select(twice, half, tf.constant(1.0));
        return new Bracket(
                tf.select(near, at, a),
                tf.select(near, b, at),
                tf.select(near, value, tf.math.mul(scale, bracket.valueA())),
                tf.select(near, tf.math.mul(scale, bracket.valueB()), value),
                near,
                tf.math.add(bracket.iteration(), tf.constant(1)));
    }

    /** The value of each function at a time of its own, [events]. */
    private Operand<TFloat64> valuesAtEach(Ops tf, LoopState<T> step, Operand<TFloat64> times, Context<T> context) {
        List<Operand<TFloat64>> values = new ArrayList<>();
        for (int event = 0; event < functions.count(); event++) {
            Operand<TFloat64> t = SolveGraphs.at(tf, times, tf.constant(event));
            values.add(functions.value(tf, event, t, loop.valuesAt(tf, step, t), context));
        }
        return tf.stack(values);
    }
}
