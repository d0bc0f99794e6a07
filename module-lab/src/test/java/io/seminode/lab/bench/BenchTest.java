package io.seminode.lab.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.error.CommandException;
import io.seminode.lab.bench.BenchProblem.Loss;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

final class BenchTest {
    /** Those of the peers' measurements, without the peer's own version. */
    private static final Set<String> SHARED_FIELDS = Set.of(
            "peer",
            "problem",
            "norm",
            "method",
            "rtol",
            "atol",
            "batch",
            "parameters",
            "forward_ms",
            "backward_ms",
            "forward_nfe",
            "backward_nfe",
            "forward_accepted",
            "forward_rejected",
            "backward_accepted",
            "backward_rejected",
            "ms_per_forward_nfe",
            "ms_per_backward_nfe",
            "loss",
            "threads",
            "peak_rss_mib");

    private static JsonNode run(AdjointMode mode) throws JsonProcessingException {
        BenchProblem mlp = BenchProblems.all().get(0);
        Solver solver = Solver.create().withTolerances(1e-4, 1e-6).withMode(mode);
        BenchResult result = BenchRunner.run(mlp, new Sizes(4, 3, 5), solver, Engine.NATIVE, Device.CPU, 2, 3, true);
        String line = result.toJson();
        assertEquals(1, line.lines().count());
        return new ObjectMapper().readTree(line);
    }

    @Test
    void everyAdjointIsTimedAndItsErrorMeasured() throws JsonProcessingException {
        for (Adjoint adjoint : Adjoint.values()) {
            BenchProblem mlp = BenchProblems.all().get(0);
            Solver solver = Solver.create().withTolerances(1e-5, 1e-7).withAdjoint(adjoint);
            BenchResult result =
                    BenchRunner.run(mlp, new Sizes(4, 3, 5), solver, Engine.NATIVE, Device.CPU, 2, 3, true);
            assertEquals(adjoint.id(), result.adjoint());
            double error = Objects.requireNonNull(result.gradientError());
            assertTrue(error > 0 && error < 1e-3, adjoint + ": " + error);
        }
    }

    @Test
    void ownStepsPerSampleAreTimedAndCountedForEach() throws JsonProcessingException {
        BenchProblem mlp = BenchProblems.all().get(0);
        Solver solver = Solver.create()
                .withTolerances(1e-7, 1e-9)
                .withAdjoint(Adjoint.CHECKPOINTED)
                .withBatching(Batching.PER_SAMPLE);
        BenchResult result = BenchRunner.run(mlp, new Sizes(4, 3, 5), solver, Engine.NATIVE, Device.CPU, 1, 3, true);
        assertEquals("per-sample", result.batching());
        List<Long> steps = Objects.requireNonNull(result.sampleSteps());
        assertTrue(steps.get(0) > 0 && steps.get(0) <= steps.get(1) && steps.get(1) <= steps.get(2), steps.toString());
        assertTrue(result.forwardAccepted() >= 3 * steps.get(0) + steps.get(2), "a sum: " + result.forwardAccepted());
        assertTrue(Objects.requireNonNull(result.gradientError()) < 1e-3, "error " + result.gradientError());
    }

    @Test
    void fieldsAreThoseOfThePeers() throws JsonProcessingException {
        Set<String> expected = new TreeSet<>(SHARED_FIELDS);
        expected.addAll(
                List.of("tensorflow", "engine", "mode", "adjoint", "batching", "sample_steps", "gradient_error"));
        JsonNode result = run(AdjointMode.FAITHFUL);
        Set<String> found = new TreeSet<>();
        result.fieldNames().forEachRemaining(found::add);
        assertEquals(expected, found);
        assertEquals("seminode", result.get("peer").asText());
        assertEquals(3 * 5 + 5 + 5 * 5 + 5 + 5 * 3 + 3, result.get("parameters").asInt());
        assertEquals(
                2
                        + 6
                                * (result.get("forward_accepted").asInt()
                                        + result.get("forward_rejected").asInt()),
                result.get("forward_nfe").asInt());
        assertTrue(result.get("backward_nfe").asInt() > 0
                && result.get("backward_ms").asDouble() > 0);
        assertTrue(result.get("loss").asDouble() > 0);
    }

    @Test
    void theScriptOfThePeerHasTheseFields() throws IOException {
        String shared = System.getProperty("seminode.shared", "");
        Path script = Path.of(shared, "measure", "torch_baseline.py");
        Assumptions.assumeTrue(!shared.isEmpty() && Files.exists(script), "no -Dseminode.shared");
        String text = Files.readString(script);
        Matcher fields = Pattern.compile("(\\w+)=").matcher(text.substring(text.indexOf("dict(peer=")));
        Set<String> found = new LinkedHashSet<>();
        while (fields.find()) {
            found.add(fields.group(1));
        }
        found.remove("torch");
        assertEquals(new TreeSet<>(SHARED_FIELDS), new TreeSet<>(found));
    }

    /** A norm for problems with a part {@code a_q}, which none of ours has. */
    private record OfQ(String name, String description) implements Norm {
        @Override
        public boolean measures(Part part) {
            return part.isCoupled();
        }

        @Override
        public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
            if (parts.size() == 1) { // forward, where no norm is asked for
                return tf.reduceMax(tf.math.abs(parts.get(0).value()), tf.constant(new int[] {0, 1}));
            }
            throw new IllegalArgumentException(
                    "No part a_q, found " + parts.get(1).part().name() + ".");
        }
    }

    @Test
    void aNormThatDoesNotFitTheProblemEndsTheCommand() {
        BenchProblem mlp = BenchProblems.all().get(0);
        Sizes sizes = new Sizes(2, 2, 2);
        Solver solver = Solver.create().withNorm(new OfQ("of-q", "of a_q"));
        for (Executable run : List.<Executable>of(
                () -> BenchRunner.run(mlp, sizes, solver, Engine.NATIVE, Device.CPU, 1, 0, false),
                () -> GradientChecks.run(mlp, sizes, solver, ExecutionOptions.NATIVE_CPU, 0, true))) {
            CommandException refused = assertThrows(CommandException.class, run);
            assertEquals(2, refused.exitCode());
            assertTrue(String.valueOf(refused.getMessage()).contains("No part a_q, found "), refused.getMessage());
        }
    }

    @Test
    void bothModesAgreeOnTheLoss() throws JsonProcessingException {
        double faithful = run(AdjointMode.FAITHFUL).get("loss").asDouble();
        assertEquals(faithful, run(AdjointMode.LAZY).get("loss").asDouble(), 1e-3 * faithful);
    }

    @Test
    void cotangentsAreTheDerivativesOfTheLoss() {
        double[] values = {1, 2, 3, 4};
        assertEquals((9 + 16) / 2.0, Loss.MEAN_SQUARE_AT_END.of("z", values, 2));
        assertArrayEquals(new double[] {0, 0, 3, 4}, Loss.MEAN_SQUARE_AT_END.cotangent("z", values, 2));
        assertEquals(30 / 4.0, Loss.MEAN_SQUARE.of("z", values, 2));
        assertArrayEquals(new double[] {0.5, 1, 1.5f, 2}, Loss.MEAN_SQUARE.cotangent("z", values, 2));
        assertEquals((9 + 16) / 2.0, Loss.FLOW.of("x", values, 2));
        assertArrayEquals(new double[] {0, 0, 3, 4}, Loss.FLOW.cotangent("x", values, 2));
        assertEquals(-7 / 2.0, Loss.FLOW.of("logp", values, 2));
        assertArrayEquals(new double[] {0, 0, -0.5, -0.5}, Loss.FLOW.cotangent("logp", values, 2));
    }
}
