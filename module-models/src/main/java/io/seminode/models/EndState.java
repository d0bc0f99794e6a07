package io.seminode.models;

import io.seminode.models.nn.Head;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * A solve of which the last state alone is looked at, with layers before and after it: an encoder makes the first state, a
 * decoder reads the last one.
 *
 * @param problem with one part in its state
 * @param times the first and the last
 * @param arguments parameters and constants of the problem, and parameters of the layers
 * @param first the state that the encoder made
 * @param solution at both times
 * @param last the last state
 */
public record EndState(
        Problem<TFloat32> problem,
        Operand<TFloat64> times,
        NamedOperands<TFloat32> arguments,
        Operand<TFloat32> first,
        SymbolicSolution<TFloat32> solution,
        Operand<TFloat32> last) {
    private static final int TIMES = 2;

    /**
     * Adds the solve.
     *
     * @param first state
     * @param arguments parameters and constants of the problem, and parameters of the layers
     */
    public static EndState solve(
            Ops tf,
            Solver solver,
            Problem<TFloat32> problem,
            Operand<TFloat32> first,
            double begin,
            double end,
            NamedOperands<TFloat32> arguments) {
        String part = problem.parts().get(0).name();
        Operand<TFloat64> times = tf.constant(new double[] {begin, end});
        SymbolicSolution<TFloat32> solution =
                solver.solve(tf, problem, NamedOperands.of(part, first), times, TIMES, arguments);
        Operand<TFloat32> last = tf.gather(solution.values().get(part), tf.constant(1), tf.constant(0));
        return new EndState(problem, times, arguments, first, solution, last);
    }

    /** Adds a loss without its gradient. */
    public SymbolicLoss lossAlone(Ops tf, Head.Measured measured) {
        return new SymbolicLoss(
                measured.perExample(), mean(tf, measured), null, solution.outcome(), null, measured.others());
    }

    /**
     * Adds a loss with its gradient by all parameters, those of the layers included.
     *
     * @param measured what the decoder made of {@link #last}
     * @param encoder parameters that the first state was made with
     * @param decoder parameters that the loss was made with
     */
    public SymbolicLoss loss(
            Ops tf, Solver solver, Head.Measured measured, List<Parameter> encoder, List<Parameter> decoder) {
        Operand<TFloat32> mean = mean(tf, measured);
        List<Operand<?>> byDecoder = new ArrayList<>(List.of(last));
        decoder.forEach(p -> byDecoder.add(arguments.get(p.name())));
        List<Operand<?>> ofDecoder = Gradients.vjp(tf, List.of(mean), byDecoder, List.of(tf.constant(1f)));
        Operand<TFloat32> cotangent = typed(ofDecoder.get(0));
        Operand<TFloat32> cotangents = tf.stack(List.of(tf.zerosLike(cotangent), cotangent));
        String part = problem.parts().get(0).name();
        SymbolicGradient<TFloat32> solved = solver.gradient(
                tf, problem, solution, NamedOperands.of(part, cotangents), times, TIMES, arguments, false);
        List<Operand<?>> byEncoder = new ArrayList<>();
        encoder.forEach(p -> byEncoder.add(arguments.get(p.name())));
        List<Operand<?>> ofEncoder = Gradients.vjp(
                tf, List.of(first), byEncoder, List.of(solved.state().get(part)));
        Map<String, Operand<TFloat32>> gradient =
                new LinkedHashMap<>(solved.parameters().asMap());
        for (int i = 0; i < encoder.size(); i++) {
            gradient.put(encoder.get(i).name(), typed(ofEncoder.get(i)));
        }
        for (int i = 0; i < decoder.size(); i++) {
            gradient.put(decoder.get(i).name(), typed(ofDecoder.get(i + 1)));
        }
        return new SymbolicLoss(
                measured.perExample(),
                mean,
                NamedOperands.of(gradient),
                solution.outcome(),
                solved.outcome(),
                measured.others());
    }

    private static Operand<TFloat32> mean(Ops tf, Head.Measured measured) {
        return tf.math.mean(measured.perExample(), tf.constant(0));
    }

    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static Operand<TFloat32> typed(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }
}
