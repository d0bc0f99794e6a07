package io.seminode.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.seminode.solver.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line has the laboratory's commands as its own. */
final class LabCommandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"bench", "bench all", "bench adjoints", "bench methods", "check-gradients", "verify"})
    void helpGoesToStandardOutput(String command) {
        Execution execution = Execution.ofLine(command + " --help");
        assertEquals(0, execution.exitCode());
        assertEquals("", execution.err());
        assertTrue(execution.out().startsWith("Usage: seminode " + command + " "), execution.out());
        assertTrue(execution.out().contains("--debug"), execution.out());
        assertTrue(Execution.of("--help").out().contains("  " + command.split(" ", 2)[0] + " "));
    }

    @Test
    void helpNamesTheProblems() {
        String help = Execution.ofLine("bench --help").out();
        assertTrue(help.contains("mlp, ncde, symoden, cnf2d, cnfconv"), help);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench huge|Unknown problem \"huge\"; known are mlp, ncde, symoden, cnf2d, cnfconv.",
                "bench|Missing required parameter: 'PROBLEM', one of mlp, ncde",
                "check-gradients|Missing required parameter: 'PROBLEM'",
                "bench methods --method huge|Unknown method \"huge\"",
                "bench mlp --norm huge|Unknown norm \"huge\"",
                "bench mlp --batch 0|Found batch 0",
                "bench mlp --repeats 0|The number of repeats is 0, expected 1 or more."
            })
    void wrongUsageIsOneLineAndExitCode2(String line, String expected) {
        Execution execution = Execution.ofLine(line);
        assertEquals(2, execution.exitCode(), execution.err());
        assertEquals("", execution.out());
        assertEquals(1, execution.err().lines().count(), execution.err());
        assertTrue(execution.err().startsWith("seminode: "), execution.err());
        assertTrue(execution.err().contains(expected), execution.err());
        assertTrue(execution.err().contains(" --help"), execution.err());
    }

    @Test
    void completionKnowsTheirWords() {
        String script = Execution.of("completion").out();
        assertTrue(script.contains("(\"joint\" \"per-sample\") # --batching values"), script);
        assertTrue(script.contains("(\"native\" \"xla\") # --engine values"), script);
        assertTrue(script.contains("(\"mlp\" \"ncde\" \"symoden\" \"cnf2d\" \"cnfconv\")"), script);
    }

    @Test
    void aGpuThatIsNotThereIsOneLineAndExitCode1() {
        assumeFalse(Device.GPU.isAvailable(), "this machine has a GPU");
        Execution execution = Execution.ofLine("bench mlp --device gpu");
        assertEquals(1, execution.exitCode());
        assertEquals(1, execution.err().lines().count(), execution.err());
        assertTrue(execution.err().startsWith("seminode: No GPU for --device gpu: "), execution.err());
        assertTrue(execution.err().contains("--device cpu"), execution.err());
    }
}
