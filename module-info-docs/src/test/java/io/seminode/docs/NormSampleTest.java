package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.state.NamedOperands;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

@Tag("class-path")
class NormSampleTest {
    /** As a third party does it: the sample in a package of its own, compiled, behind a class loader with META-INF/services. */
    @Test
    void plainJarIsFoundByNameBesideTheBuiltInOnes(@TempDir Path folder) throws IOException {
        String sample = Files.readString(Path.of("src/test/java/io/seminode/docs/LargestChannelNorm.java"));
        Path source = Files.createDirectories(folder.resolve("src/my/norms")).resolve("LargestChannelNorm.java");
        Files.writeString(source, sample.replace("package io.seminode.docs;", "package my.norms;"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int exitCode = javac.run(
                System.out,
                System.err,
                "--class-path",
                CommandProcess.joined(CommandProcess.everything()),
                "-d",
                classes.toString(),
                source.toString());
        assertEquals(0, exitCode);
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(Norm.class.getName()), "my.norms.LargestChannelNorm");
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, Norm.class.getClassLoader())) {
            Providers<Norm> norms = Norms.load(loader);
            assertTrue(norms.names().contains("seminorm"));
            assertEquals(
                    "my.norms.LargestChannelNorm",
                    norms.get("largest-z").getClass().getName());
        }
    }

    @Test
    void steersASolve() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3))
                .parameter("w", Shape.of(3))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.sin(tf.math.mul(p.get("w"), y.get("z")))))
                .build();
        Solver solver = Solver.create().withNorm(new LargestChannelNorm()).withTolerances(1e-8, 1e-8);
        Map<String, double[]> parameters = Map.of("w", new double[] {1, 2, 3});
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            Solution solution = ode.solve(Map.of("z", new double[] {0.1, 0.2, 0.3}), new double[] {0, 1}, parameters);
            // dz/dt = sin(w z) has the solution tan(w z / 2) = tan(w z0 / 2) exp(w t).
            double exact = 2 * Math.atan(Math.tan(0.05) * Math.E);
            assertEquals(exact, solution.last("z")[0], 1e-7);
            Gradient gradient = ode.gradient(solution, Map.of("z", new double[] {0, 0, 0, 1, 1, 1}), parameters);
            assertTrue(gradient.statistics().accepted() > 0);
        }
    }
}
