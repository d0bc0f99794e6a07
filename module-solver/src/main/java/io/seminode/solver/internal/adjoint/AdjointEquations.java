package io.seminode.solver.internal.adjoint;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Gradients;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The adjoint equations of a problem, with f the vector field:
 *
 * <pre>
 *     dz/dt       =  f(t, z, theta)
 *     da_z/dt     = -a_z^T df/dz             (2)
 *     da_theta/dt = -a_z^T df/dtheta         (3)
 *     da_t/dt     = -a_z^T df/dt             (4)
 * </pre>
 *
 * <p>Source: Kidger, Chen and Lyons, "Hey, that's not an ODE" (arXiv:2009.09457), whose numbers the equations have.
 */
record AdjointEquations<T extends TFloating>(Problem<T> problem) {

    /**
     * Derivatives by time, named after the problem's parts and parameters.
     *
     * @param z of the state
     * @param az of its adjoint
     * @param atheta of the gradients by the parameters that were asked for
     * @param at of the gradient by time; zero if it was not asked for
     */
    record Derivatives<T extends TFloating>(
            NamedOperands<T> z, NamedOperands<T> az, NamedOperands<T> atheta, Operand<T> at) {}

    /**
     * The right-hand sides.
     *
     * @param az the adjoint of each part of z
     * @param theta parameters and constants
     * @param learnt the parameters whose gradients are asked for
     * @param byTime whether the gradient by time is
     */
    Derivatives<T> at(
            Ops tf,
            Operand<TFloat64> t,
            NamedOperands<T> z,
            NamedOperands<T> az,
            NamedOperands<T> theta,
            List<String> learnt,
            boolean byTime) {
        List<String> parts = problem.parts().stream().map(Part::name).toList();
        NamedOperands<T> f = pick(problem.field().derivative(tf, t, z, theta), parts);
        NamedOperands<T> minusA = pick(az, parts).map(tf.math::neg);

        // The products have the way back through f in common, and are taken together.
        List<Operand<?>> by = new ArrayList<>(z.list());
        by.addAll(pick(theta, learnt).list());
        if (byTime) {
            by.add(t);
        }
        Iterator<Operand<T>> product = products(tf, minusA, f, by).iterator();
        return new Derivatives<>(
                f, //                                                dz/dt       =  f(t, z, theta)
                z.map(part -> product.next()), //                    da_z/dt     = -a_z^T df/dz        (2)
                pick(theta, learnt).map(part -> product.next()), //  da_theta/dt = -a_z^T df/dtheta    (3)
                byTime ? product.next() : zero(tf, t)); //           da_t/dt     = -a_z^T df/dt        (4)
    }

    /** a^T df/dx for each x; zero where f does not depend on it. */
    private List<Operand<T>> products(Ops tf, NamedOperands<T> a, NamedOperands<T> f, List<Operand<?>> xs) {
        List<Boolean> connected = Gradients.connected(f.list(), xs);
        List<Operand<?>> asked = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            if (connected.get(i)) {
                asked.add(xs.get(i));
            }
        }
        List<Operand<?>> found = asked.isEmpty() ? List.of() : Gradients.vjp(tf, f.list(), asked, a.list());
        Iterator<Operand<?>> next = found.iterator();
        List<Operand<T>> products = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            products.add(connected.get(i) ? inPrecision(tf, next.next()) : zero(tf, xs.get(i)));
        }
        return products;
    }

    private Operand<T> zero(Ops tf, Operand<?> x) {
        return inPrecision(tf, tf.zerosLike(x));
    }

    @SuppressWarnings("unchecked") // told by the type
    private Operand<T> inPrecision(Ops tf, Operand<?> value) {
        return value.asOutput().type() == problem.type()
                ? (Operand<T>) value
                : tf.dtypes.cast(value, problem.type()); // time has a precision of its own
    }

    private static <T extends TFloating> NamedOperands<T> pick(NamedOperands<T> from, List<String> names) {
        return NamedOperands.of(names, names.stream().map(from::get).toList());
    }
}
