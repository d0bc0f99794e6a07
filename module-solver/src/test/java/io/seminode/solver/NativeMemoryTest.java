package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Native memory goes back to where it was: the resident size of the process is watched over many solves. */
class NativeMemoryTest {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final long HIGH = 1L << 40;
    private static final int SIZE = 8192;
    private static final long MEBIBYTE = 1L << 20;

    @BeforeEach
    void needsLinux() {
        assumeTrue(Files.isReadable(MAPPINGS), "the resident size is read from " + MAPPINGS);
    }

    private static Problem<TFloat64> decay(int size) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(size))
                .parameter("w", Shape.of(size))
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.neg(tf.math.mul(theta.get("w"), y.get("z")))))
                .build();
    }

    private static void solve(OdeSolver<TFloat64> solver, double[] z, double[] w, double[] cotangents) {
        Map<String, double[]> parameters = Map.of("w", w);
        Solution solution = solver.solve(Map.of("z", z), new double[] {0, 0.1}, parameters);
        solver.gradient(solution, Map.of("z", cotangents), parameters);
    }

    /** Each solve and gradient moves half a mebibyte in and out: a tensor lost in each would add up to 120 or more. */
    @Test
    void solvesOfOneCompiledSolver() {
        double[] z = Fixtures.random(1, SIZE, 1);
        double[] w = Fixtures.random(2, SIZE, 1);
        double[] cotangents = Fixtures.random(3, 2 * SIZE, 1);
        try (OdeSolver<TFloat64> solver = Solver.create().compile(decay(SIZE), ExecutionOptions.NATIVE_CPU)) {
            repeat(300, () -> solve(solver, z, w, cotangents));
            long before = residentBytes();
            repeat(2000, () -> solve(solver, z, w, cotangents));
            assertGrowth(before, 60);
        }
    }

    @Test
    void compilingAndClosing() {
        Runnable cycle = () -> {
            try (OdeSolver<TFloat64> solver = Solver.create().compile(decay(2), ExecutionOptions.NATIVE_CPU)) {
                solve(solver, new double[2], new double[2], new double[4]);
            }
        };
        repeat(10, cycle);
        long before = residentBytes();
        repeat(25, cycle);
        assertGrowth(before, 60);
    }

    private static void assertGrowth(long before, long limit) {
        long growth = (residentBytes() - before) / MEBIBYTE;
        assertTrue(growth < limit, "the process grew by " + growth + " MiB, expected less than " + limit);
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    /**
     * Resident size of what lies at high addresses: all but the Java heap and its class space, which grow and shrink as
     * they like.
     */
    private static long residentBytes() {
        System.gc();
        long sum = 0;
        boolean counted = false;
        try {
            for (String line : Files.readAllLines(MAPPINGS)) {
                if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                    counted = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16) >= HIGH;
                } else if (counted && line.startsWith("Rss:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }
}
