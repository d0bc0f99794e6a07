package io.seminode.models.flow;

import io.seminode.models.Outcomes;
import io.seminode.models.nn.Activation;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Flows one after another, for images with {@linkplain Squeeze squeezes} between them.
 *
 * @param links in the order from examples to noise
 * @param endTime where each flow ends; it begins at 0
 */
public record FlowChain(List<Link> links, double endTime) {

    /** Copies the links. */
    public FlowChain {
        links = List.copyOf(links);
        if (links.isEmpty()) {
            throw new IllegalArgumentException("A chain of no flows found, expected at least one.");
        }
        if (!(endTime > 0) || Double.isInfinite(endTime)) {
            throw new IllegalArgumentException("End time " + endTime + " found, expected a positive number.");
        }
    }

    /**
     * A flow, and what happens before it.
     *
     * @param squeezed whether images are squeezed before they flow
     */
    public record Link(FlowBlock block, boolean squeezed) {}

    /**
     * The architecture of FFJORD's image models, without factoring out: some flows at each scale, a squeeze between scales.
     * With 4 flows at each of 3 scales and three hidden layers of 64 channels it has 1,005,384 parameters for MNIST.
     *
     * @param image [height, width, channels]
     * @param scales how many
     * @param blocks flows at each scale
     * @param hidden channels of the layers of each field
     */
    public static FlowChain multiScale(
            Shape image,
            int scales,
            int blocks,
            int[] hidden,
            Divergence divergence,
            List<Regulariser> regularisers,
            double endTime) {
        List<Link> links = new ArrayList<>();
        Shape shape = image;
        for (int scale = 0; scale < scales; scale++) {
            shape = scale == 0 ? shape : Squeeze.shape(shape);
            for (int block = 0; block < blocks; block++) {
                String name = "scale" + scale + ".flow" + block;
                FlowField field = FlowField.convolutional(name, shape, Activation.SOFTPLUS, hidden);
                links.add(new Link(new FlowBlock(field, divergence, regularisers), scale > 0 && block == 0));
            }
        }
        return new FlowChain(links, endTime);
    }

    /** The parameters of all flows, in order. */
    public List<Parameter> parameters() {
        return links.stream()
                .flatMap(l -> l.block().field().parameters().stream())
                .toList();
    }

    /** First values of the parameters. */
    public Map<String, float[]> initialParameters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        links.forEach(l -> l.block().field().initialise(random, values));
        return values;
    }

    /** Whether flows need noise. */
    public boolean needsNoise() {
        return links.stream().anyMatch(l -> l.block().divergence().isEstimate());
    }

    /**
     * Examples and what they became.
     *
     * @param z [batch, event of the last flow]
     * @param integrals for the log-density, as it changed, and each regulariser: [batch]
     */
    public record Pass<T extends TFloating>(
            Operand<T> z, NamedOperands<T> integrals, List<Solved<T>> solved, SolveOutcome outcome) {}

    /** A flow that was solved, with the values of its parameters and constants. */
    public record Solved<T extends TFloating>(
            Link link, Problem<T> problem, SymbolicSolution<T> solution, NamedOperands<T> arguments) {}

    /**
     * Adds the way from examples to noise.
     *
     * @param x [batch, event of the first flow]
     * @param seed scalar, for the noise of estimated divergences; not used if all are exact
     */
    public <T extends TFloating> Pass<T> forward(
            Ops tf, Solver solver, Operand<T> x, Operand<TInt32> seed, NamedOperands<T> parameters) {
        Class<T> type = x.asOutput().type();
        int size = Math.toIntExact(x.shape().get(0));
        Operand<T> moving = x;
        Map<String, Operand<T>> integrals = new LinkedHashMap<>();
        List<Solved<T>> solved = new ArrayList<>();
        for (Link link : links) {
            moving = link.squeezed() ? Squeeze.squeeze(tf, moving) : moving;
            Problem<T> problem = link.block().problem(type, size);
            Operand<T> noise = noise(tf, type, link.block(), size, tf.stack(List.of(seed, tf.constant(solved.size()))));
            NamedOperands<T> arguments = arguments(problem, parameters, noise);
            Map<String, Operand<T>> first = new LinkedHashMap<>();
            for (var part : problem.parts()) {
                first.put(part.name(), Tensors.zeros(tf, type, part.shape()));
            }
            first.put(FlowBlock.X, moving);
            SymbolicSolution<T> solution =
                    solver.solve(tf, problem, NamedOperands.of(first), times(tf, false), 2, arguments);
            solved.add(new Solved<>(link, problem, solution, arguments));
            for (var part : problem.parts()) {
                Operand<T> last = last(tf, solution, part.name());
                if (part.name().equals(FlowBlock.X)) {
                    moving = last;
                } else {
                    integrals.merge(part.name(), last, tf.math::add);
                }
            }
        }
        SolveOutcome outcome = Outcomes.inOrder(
                tf, solved.stream().map(s -> s.solution().outcome()).toList());
        return new Pass<>(moving, NamedOperands.of(integrals), solved, outcome);
    }

    /**
     * The gradient of a loss.
     *
     * @param x by the examples
     * @param parameters by the parameters of all flows
     */
    public record Gradient<T extends TFloating>(Operand<T> x, NamedOperands<T> parameters, SolveOutcome outcome) {}

    /**
     * Adds the way back of a loss' derivatives.
     *
     * @param byZ the loss' derivative by {@code pass.z()}
     * @param byIntegrals by {@code pass.integrals()}, of the same names and shapes
     */
    public <T extends TFloating> Gradient<T> backward(
            Ops tf, Solver solver, Pass<T> pass, Operand<T> byZ, NamedOperands<T> byIntegrals) {
        Operand<T> byX = byZ;
        Map<String, Operand<T>> byParameters = new LinkedHashMap<>();
        List<SolveOutcome> outcomes = new ArrayList<>();
        List<Solved<T>> backward = new ArrayList<>(pass.solved());
        Collections.reverse(backward);
        for (Solved<T> flow : backward) {
            Map<String, Operand<T>> cotangents = new LinkedHashMap<>();
            for (var part : flow.problem().parts()) {
                Operand<T> atEnd = part.name().equals(FlowBlock.X) ? byX : byIntegrals.get(part.name());
                cotangents.put(part.name(), tf.stack(List.of(tf.zerosLike(atEnd), atEnd)));
            }
            SymbolicGradient<T> gradient = solver.gradient(
                    tf,
                    flow.problem(),
                    flow.solution(),
                    NamedOperands.of(cotangents),
                    times(tf, false),
                    2,
                    flow.arguments(),
                    false);
            byX = gradient.state().get(FlowBlock.X);
            byX = flow.link().squeezed() ? Squeeze.unsqueeze(tf, byX) : byX;
            byParameters.putAll(gradient.parameters().asMap());
            outcomes.add(gradient.outcome());
        }
        return new Gradient<>(byX, NamedOperands.of(byParameters), Outcomes.inOrder(tf, outcomes));
    }

    /**
     * What noise became, and what it cost.
     *
     * @param x [batch, event of the first flow]
     */
    public record Inverse<T extends TFloating>(Operand<T> x, SolveOutcome outcome) {}

    /**
     * Adds the way from noise to examples, without the density.
     *
     * @param z [batch, event of the last flow]
     */
    public <T extends TFloating> Inverse<T> inverse(Ops tf, Solver solver, Operand<T> z, NamedOperands<T> parameters) {
        Class<T> type = z.asOutput().type();
        int size = Math.toIntExact(z.shape().get(0));
        Operand<T> moving = z;
        List<SolveOutcome> outcomes = new ArrayList<>();
        List<Link> backward = new ArrayList<>(links);
        Collections.reverse(backward);
        for (Link link : backward) {
            Problem<T> problem = link.block().motion(type, size);
            SymbolicSolution<T> solution =
                    solver.solve(tf, problem, NamedOperands.of(FlowBlock.X, moving), times(tf, true), 2, parameters);
            outcomes.add(solution.outcome());
            moving = last(tf, solution, FlowBlock.X);
            moving = link.squeezed() ? Squeeze.unsqueeze(tf, moving) : moving;
        }
        return new Inverse<>(moving, Outcomes.inOrder(tf, outcomes));
    }

    private Operand<TFloat64> times(Ops tf, boolean inverse) {
        return tf.constant(inverse ? new double[] {endTime, 0} : new double[] {0, endTime});
    }

    private static <T extends TFloating> Operand<T> last(Ops tf, SymbolicSolution<T> solution, String part) {
        return tf.gather(solution.values().get(part), tf.constant(1), tf.constant(0));
    }

    private static <T extends TFloating> NamedOperands<T> arguments(
            Problem<T> problem, NamedOperands<T> parameters, Operand<T> noise) {
        Map<String, Operand<T>> arguments = new LinkedHashMap<>();
        for (Parameter parameter : problem.parameters()) {
            String name = parameter.name();
            arguments.put(name, name.equals(FlowBlock.NOISE) ? noise : parameters.get(name));
        }
        return NamedOperands.of(arguments);
    }

    private static <T extends TFloating> Operand<T> noise(
            Ops tf, Class<T> type, FlowBlock block, int size, Operand<TInt32> seed) {
        Operand<TInt64> shape = tf.constant(block.shape(size).asArray());
        return switch (block.divergence()) {
            case EXACT, GAUSSIAN -> tf.random.statelessRandomNormal(shape, seed, type);
            case RADEMACHER -> {
                Operand<T> uniform = tf.random.statelessRandomUniform(shape, seed, type);
                yield tf.math.sign(tf.math.sub(uniform, Tensors.constant(tf, type, 0.5)));
            }
        };
    }
}
