package io.seminode.solver.internal.event;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Adds the adjoint of one event to a graph: what the cotangent of the state just after it becomes just before it.
 *
 * <p>The event's time t* is where g(t*, z(t*), theta) = 0, so that by the implicit function theorem
 *
 * <pre>
 *     dt* = -(g_z dz + g_theta dtheta) / s       with s = g_t + g_z f-,
 * </pre>
 *
 * where f- is the derivative just before. With R the jump, f+ the derivative just after and a+ the cotangent there, the
 * loss changes with t* at the rate c = a+ (R_z f- + R_t - f+), to which the loss' own derivatives by z(t*) and t* are
 * added, and the cotangent just before is R_z^T a+ - g_z c / s.
 *
 * <p>Source: R. T. Q. Chen, B. Amos and M. Nickel, "Learning Neural Event Functions for Ordinary Differential Equations"
 * (arXiv:2011.03902), section 3, for the event's time; the jump by the chain rule.
 */
public final class EventAdjoint<T extends TFloating> {
    private final Problem<T> problem;
    private final int event;
    private final EventFunctions<T> functions;
    private final ForwardSystem<T> system;

    /**
     * The adjoint of an event.
     *
     * @param event its index
     */
    public EventAdjoint(Problem<T> problem, StepSettings settings, int event) {
        this.problem = problem;
        this.event = event;
        this.functions = new EventFunctions<>(problem);
        this.system = new ForwardSystem<>(problem, settings.norm(), false);
    }

    /**
     * What comes out.
     *
     * @param state cotangents of the state just before
     * @param parameters what is added to the gradients by the parameters, constants included
     * @param slope of the event's function along the solution: zero if it is only grazed, which has no gradient
     */
    public record Before<T extends TFloating>(
            NamedOperands<T> state, NamedOperands<T> parameters, Operand<TFloat64> slope) {}

    /**
     * Adds the operations.
     *
     * @param t when it happened
     * @param before the state just before
     * @param after cotangents of the state just after
     * @param own the loss' derivatives by the state just before, where it looks at that
     * @param ownTime the loss' derivative by the time
     */
    public Before<T> build(
            Ops tf,
            Operand<TFloat64> t,
            NamedOperands<T> before,
            NamedOperands<T> after,
            NamedOperands<T> own,
            Operand<TFloat64> ownTime,
            NamedOperands<T> parameters) {
        Context<T> context = Context.of(problem, parameters);
        List<Operand<T>> y = pick(before);
        List<Operand<T>> cotangents = pick(after);
        List<Operand<T>> rates = system.rates(tf, t, y, context, false).staged();
        EventFunctions.Derivatives<T> g = functions.derivatives(tf, event, t, y, context);
        Operand<TFloat64> slope = EventLoop.slope(tf, g, rates);

        Operand<TFloat64> byTime = tf.math.add(ownTime, EventLoop.dot(tf, pick(own), rates));
        List<Operand<T>> through = cotangents;
        List<Operand<T>> byParameter = zerosLike(tf, g.byParameter());
        Event<T> definition = problem.events().get(event);
        if (definition.jump() != null) {
            EventFunctions.Derivatives<T> jump = functions.jumpDerivatives(tf, event, t, y, context, cotangents);
            List<Operand<T>> afterwards = functions.after(tf, event, t, y, context);
            List<Operand<T>> newRates =
                    system.rates(tf, t, afterwards, context, false).staged();
            byTime = tf.math.add(byTime, tf.math.add(jump.byTime(), EventLoop.dot(tf, jump.byState(), rates)));
            byTime = tf.math.sub(byTime, EventLoop.dot(tf, cotangents, newRates));
            through = jump.byState();
            byParameter = jump.byParameter();
        }
        Operand<T> share = tf.dtypes.cast(tf.math.div(byTime, slope), problem.type());
        List<Operand<T>> state = new ArrayList<>();
        for (int p = 0; p < y.size(); p++) {
            Operand<T> sum = tf.math.add(through.get(p), pick(own).get(p));
            state.add(tf.math.sub(sum, tf.math.mul(share, g.byState().get(p))));
        }
        List<Operand<T>> added = new ArrayList<>();
        for (int p = 0; p < byParameter.size(); p++) {
            added.add(tf.math.sub(
                    byParameter.get(p), tf.math.mul(share, g.byParameter().get(p))));
        }
        return new Before<>(
                NamedOperands.of(problem.parts().stream().map(Part::name).toList(), state),
                NamedOperands.of(List.copyOf(parameters.names()), added),
                slope);
    }

    private List<Operand<T>> pick(NamedOperands<T> named) {
        return problem.parts().stream().map(p -> named.get(p.name())).toList();
    }

    private List<Operand<T>> zerosLike(Ops tf, List<Operand<T>> like) {
        List<Operand<T>> zeros = new ArrayList<>();
        like.forEach(l -> zeros.add(Tensors.zeros(tf, problem.type(), l.shape())));
        return zeros;
    }
}
