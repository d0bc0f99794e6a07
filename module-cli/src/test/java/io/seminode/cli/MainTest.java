package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.cli.experiment.Experiments;
import io.seminode.solver.Adjoint;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    /** What a command did. */
    record Execution(int exitCode, String out, String err) {}

    static Execution run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Execution(exitCode, out.toString(), err.toString());
    }

    private static Execution runLine(String line) {
        return run(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "compare --help",
                "compare pendulum --help",
                "train pendulum --help",
                "train toy-cnf --help",
                "train cifar-ode --help",
                "sample --help",
                "density --help",
                "score --help",
                "train speech --help",
                "predict --help",
                "list --help",
                "compare -h",
                "data --help",
                "data fetch --help"
            })
    void helpGoesToStandardOutput(String line) {
        Execution execution = runLine(line);
        assertEquals(0, execution.exitCode());
        assertEquals("", execution.err());
        assertTrue(execution.out().startsWith("Usage: seminode"), execution.out());
        assertTrue(execution.out().contains("--debug"), execution.out());
    }

    @Test
    void helpNamesEveryCommandAndProblem() {
        String help = runLine("--help").out();
        for (String command : List.of("compare", "train", "predict", "data", "list")) {
            assertTrue(help.contains("  " + command), help);
        }
        assertTrue(runLine("compare --help").out().contains("pendulum"));
    }

    @Test
    void versionComesFromModuleDescriptors() {
        Execution execution = runLine("--version");
        assertEquals(0, execution.exitCode());
        assertTrue(
                execution.out().matches("(?s)seminode \\d+\\.\\d+.*TensorFlow Java 1\\..*Java 1.*"), execution.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|No command found, expected one of compare, train, sweep, reproduce, report, sample",
                "nonsense|nonsense",
                "--bogus|Unknown option: '--bogus'",
                "list|Missing required parameter: 'WHAT'",
                "list colours|Unknown listing \"colours\"; known are norms, methods, controllers, adjoints, problems,",
                "compare|Missing required parameter: 'PROBLEM'",
                "compare pendulm|Unknown problem \"pendulm\"; known are pendulum, speech, toy-cnf, mnist-cnf, cifar-cnf,",
                "train speech --split x|Unknown split \"x\"; known are speaker, clip.",
                "train speech --interpolation x|Unknown interpolation \"x\"; known are linear, rectilinear,",
                "predict|Missing required parameter",
                "compare pendulum --preset huge|Unknown preset \"huge\"; known are quick, paper.",
                "compare pendulum --norms default,huge|Unknown norm \"huge\"; known are default, default-pooled,",
                "compare pendulum --norms seminorm@hasty|Unknown mode \"hasty\"; known are faithful, lazy.",
                "compare pendulum --norms linf,seminorm-published:window=x,y=2|Unknown option \"y\" of norm",
                "compare pendulum --norms seminorm-published:window=0@lazy,linf|\"0\", expected 1 or more.",
                "compare pendulum --norms linf:p=2|Found options \"p=2\" of norm \"linf\", which takes none",
                "compare pendulum --norms linf,linf|A norm is named twice",
                "compare pendulum --method rk99|Unknown method \"rk99\"; known are adaptive_heun",
                "compare pendulum --controller x|Unknown controller \"x\"; known are constant, integral, pi, pid",
                "compare pendulum --mode x|Unknown mode \"x\"; known are faithful, lazy.",
                "compare pendulum --engine x|Unknown engine \"x\"; known are auto, native, xla.",
                "compare pendulum --device x|Unknown device \"x\"; known are cpu, gpu.",
                "compare pendulum --epochs x|'x' is not an int",
                "compare pendulum --epochs 0|The number of epochs is 0, expected 1 or more.",
                "compare pendulum --repeats 0|The number of repeats is 0, expected 1 or more.",
                "compare pendulum --rtol 1e-3,1e-4 --atol 1e-6|2 relative and 1 absolute tolerances found",
                "compare pendulum --micro-batch 100|Micro-batches of 100 found, expected a divisor",
                "train|Missing required parameter: 'PROBLEM'",
                "train pendulm|Unknown problem \"pendulm\"; known are pendulum, speech, toy-cnf, mnist-cnf, cifar-cnf,",
                "train toy-cnf --density moon|Unknown density \"moon\"; known are eight-gaussians, two-moons,",
                "train toy-cnf --divergence some|Unknown divergence \"some\"; known are exact, gaussian, rademacher.",
                "train toy-cnf --examples -5|Found --examples -5, expected 1 or more.",
                "train toy-cnf --width 0|Hidden layers of [0, 0, 0] found, expected widths of 1 or more.",
                "train toy-cnf --test-pass -1|Found --test-pass -1, expected 0 or more batches.",
                "train toy-cnf --checkpoint-every -1|Found --checkpoint-every -1.0, expected 0 or more seconds.",
                "compare toy-cnf --checkpoint-every NaN|Found --checkpoint-every NaN, expected 0 or more seconds.",
                "train mnist-cnf --alpha 0.7|Alpha 0.7 found, expected more than 0 and less than 0.5.",
                "train mnist-cnf --divergence exact|Found --divergence exact, which takes a gradient for each number",
                "train mnist-ode --limit 0|Found --limit 0, expected 1 image or more.",
                "train toy-cnf --method kvaerno5 --adjoint checkpointed|does not know implicit and multistep methods.",
                "density nowhere --cells 0|Found 0 cells",
                "sample nowhere --n 0|The number of samples is 0, expected 1 or more.",
                "train pendulum --rtol 1e-3,1e-4|2 values of --rtol found, expected one.",
                "train pendulum --norm huge|Unknown norm \"huge\"; known are default",
                "train pendulum --on-failure pray|Unknown way to deal with failures \"pray\"; known are stop, skip, halve-lr.",
                "train pendulum --resume nowhere|Found no run in nowhere",
                "compare --resume nowhere|expected: seminode compare PROBLEM --resume nowhere",
                "train pendulum --resume nowhere --epochs 3|Found --epochs beside --resume, expected none",
                "compare pendulum --rtol -1|Tolerances rtol = -1.0",
            })
    void wrongUsageIsOneLineAndExitCode2(String line, String expected) {
        Execution execution = runLine(line);
        assertEquals(2, execution.exitCode(), execution.err());
        assertEquals("", execution.out());
        assertEquals(1, execution.err().lines().count(), execution.err());
        assertTrue(execution.err().startsWith("seminode: "), execution.err());
        assertTrue(execution.err().contains(expected), execution.err());
        assertTrue(execution.err().contains(" --help"), execution.err());
    }

    @Test
    void aFolderWithSomethingInItIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("precious.txt"), "keep");
        Execution execution = run("compare", "pendulum", "--out", folder.toString());
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("is not an empty folder"), execution.err());
        assertEquals("keep", Files.readString(folder.resolve("precious.txt")));
    }

    @Test
    void debugAddsTheStackTrace() {
        Execution execution = runLine("compare pendulum --preset huge --debug");
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("\tat io.seminode.cli"), execution.err());
    }

    @Test
    void listShowsWhatIsRegistered() {
        String norms = runLine("list norms").out();
        Norms.load().all().forEach(n -> assertTrue(norms.contains(n.name() + " ") && norms.contains(n.description())));
        String methods = runLine("list methods").out();
        Methods.load().names().forEach(n -> assertTrue(methods.contains(n)));
        String controllers = runLine("list controllers").out();
        Controllers.load().names().forEach(n -> assertTrue(controllers.contains(n)));
        String adjoints = runLine("list adjoints").out();
        Arrays.stream(Adjoint.values()).forEach(a -> assertTrue(adjoints.contains(a.id() + " "), adjoints));
        String problems = runLine("list problems").out();
        Experiments.all().forEach(p -> assertTrue(problems.contains(p.name() + " "), problems));
        assertFalse(norms.contains("io.seminode"), norms);
        assertEquals(
                norms.lines().map(String::stripTrailing).toList(), norms.lines().toList());
    }

    @Test
    void verboseListSaysWhereEachComesFrom() {
        String norms = runLine("list norms --verbose").out();
        assertTrue(norms.contains("io.seminode.solver.norm.Seminorm (module io.seminode.solver"), norms);
        assertTrue(norms.contains("window=8 (times of a training window)"), norms);
    }

    @Test
    void helpOfACommandIsThatOfItsOption() {
        assertEquals(runLine("--help").out(), runLine("help").out());
        assertEquals(
                runLine("train toy-cnf --help").out(),
                runLine("help train toy-cnf").out());
        assertEquals(2, runLine("help nonsense").exitCode());
    }

    /** In the shell itself, on the line that a user has typed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train toy-cnf --engine|auto native xla",
                "train toy-cnf --on-failure|stop skip halve-lr",
                "train toy-cnf --density|eight-gaussians two-moons pinwheel checkerboard",
                "train toy-cnf --preset|quick paper",
                "compare pendulum --adjoint|backsolve interpolating checkpointed",
                "list|norms methods controllers adjoints problems data"
            })
    void completionOffersTheRightWords(String line, String expected, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        Path script = Files.writeString(
                folder.resolve("completion"), runLine("completion").out());
        String words = "seminode " + line + " ''";
        Process bash = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD="
                                + (words.split(" ").length - 1)
                                + "; COMP_LINE=x; _complete_seminode seminode '' ; echo ${COMPREPLY[*]}")
                .redirectError(ProcessBuilder.Redirect.DISCARD) // it says that it is not asked by a terminal
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                List.of(expected.split(" ")),
                List.of(said.strip().split("\\s+")).stream()
                        .filter(w -> !w.startsWith("-"))
                        .toList());
    }

    @Test
    void completionKnowsEveryCommandAndOption() {
        String script = runLine("completion").out();
        Main.commandLine()
                .getSubcommands()
                .keySet()
                .forEach(c -> assertTrue(script.contains("_picocli_seminode_" + c.replace("-", "")), c));
        assertTrue(script.contains("--max-batches"), script);
    }

    @Test
    void devicesAreShownWithWhatKeepsAGpuAway() {
        Execution execution = runLine("devices");
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.out().contains("/device:CPU:0"), execution.out());
        assertEquals(Device.GPU.isAvailable(), !execution.out().contains("No GPU: "), execution.out());
    }

    @Test
    void aGpuThatIsNotThereIsOneLineAndExitCode1() {
        assumeFalse(Device.GPU.isAvailable(), "this machine has a GPU");
        Execution execution = runLine("train toy-cnf --device gpu");
        assertEquals(1, execution.exitCode());
        assertEquals(1, execution.err().lines().count(), execution.err());
        assertTrue(execution.err().startsWith("seminode: No GPU for --device gpu: "), execution.err());
        assertTrue(execution.err().contains("--device cpu"), execution.err());
    }
}
