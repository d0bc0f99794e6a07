package io.seminode.solver.internal.event;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.StateJump;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The functions of a problem's events, and their derivatives, as operations. */
final class EventFunctions<T extends TFloating> {
    private final Problem<T> problem;

    public EventFunctions(Problem<T> problem) {
        this.problem = problem;
    }

    /** How many events there are. */
    int count() {
        return problem.events().size();
    }

    private NamedOperands<T> named(List<Operand<T>> y) {
        return NamedOperands.of(problem.parts().stream().map(Part::name).toList(), y);
    }

    private Operand<T> scalar(Ops tf, int event, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        Operand<T> value = problem.events().get(event).function().value(tf, t, named(y), context.parameters());
        return tf.reshape(value, tf.constant(new int[0]));
    }

    /** The value of one event's function, a scalar in float64. */
    Operand<TFloat64> value(Ops tf, int event, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        return tf.dtypes.cast(scalar(tf, event, t, y, context), TFloat64.class);
    }

    /** The values of all, [events]. */
    Operand<TFloat64> values(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        List<Operand<TFloat64>> values = new ArrayList<>();
        for (int event = 0; event < count(); event++) {
            values.add(value(tf, event, t, y, context));
        }
        return tf.stack(values);
    }

    /** The state after an event; the one before if it does not jump. */
    List<Operand<T>> after(Ops tf, int event, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        StateJump<T> jump = problem.events().get(event).jump();
        if (jump == null) {
            return y;
        }
        NamedOperands<T> after = jump.after(tf, t, named(y), context.parameters());
        return problem.parts().stream().map(p -> after.get(p.name())).toList();
    }

    /** A truth value for each event. */
    boolean[] each(java.util.function.Predicate<Event<T>> property) {
        boolean[] values = new boolean[count()];
        for (int event = 0; event < values.length; event++) {
            values[event] = property.test(problem.events().get(event));
        }
        return values;
    }

    /**
     * Derivatives of a function of time, state and parameters, summed with cotangents.
     *
     * @param byTime scalar
     * @param byState one per part
     * @param byParameter one per parameter of the problem, constants included
     */
    record Derivatives<T extends TFloating>(
            Operand<TFloat64> byTime, List<Operand<T>> byState, List<Operand<T>> byParameter) {}

    /** The derivatives of one event's function. */
    Derivatives<T> derivatives(Ops tf, int event, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        Inputs<T> in = inputs(tf, t, y, context);
        Operand<T> value = scalar(tf, event, in.t(), in.y(), in.context());
        return products(tf, in, List.of(value), List.of(Tensors.constant(tf, problem.type(), 1)));
    }

    /** The derivatives of the state after an event that jumps. */
    Derivatives<T> jumpDerivatives(
            Ops tf,
            int event,
            Operand<TFloat64> t,
            List<Operand<T>> y,
            Context<T> context,
            List<Operand<T>> cotangents) {
        Inputs<T> in = inputs(tf, t, y, context);
        return products(tf, in, after(tf, event, in.t(), in.y(), in.context()), cotangents);
    }

    /** What is differentiated by, cut off from what it was computed from. */
    private record Inputs<T extends TFloating>(Operand<TFloat64> t, By<T> by) {
        List<Operand<T>> y() {
            return by.y();
        }

        Context<T> context() {
            return new Context<>(by.parameters(), null);
        }
    }

    private record By<T extends TFloating>(List<Operand<T>> y, NamedOperands<T> parameters) {}

    private Inputs<T> inputs(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        List<Operand<T>> cut = new ArrayList<>();
        y.forEach(part -> cut.add(tf.stopGradient(part)));
        NamedOperands<T> parameters = context.parameters().map(p -> tf.stopGradient(p));
        return new Inputs<>(tf.stopGradient(t), new By<>(cut, parameters));
    }

    private Derivatives<T> products(Ops tf, Inputs<T> in, List<Operand<T>> outputs, List<Operand<T>> cotangents) {
        By<T> found = Gradients.vjpOrZeros(tf, outputs, in.by(), cotangents);
        boolean timed = Gradients.connected(outputs, List.of(in.t())).get(0);
        Operand<TFloat64> byTime = timed
                ? tf.dtypes.cast(
                        Gradients.vjp(tf, outputs, List.of(in.t()), cotangents).get(0), TFloat64.class)
                : tf.constant(0.0);
        return new Derivatives<>(byTime, found.y(), found.parameters().list());
    }
}
