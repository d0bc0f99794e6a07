package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An option that changes nothing is told of before the training; defaults and presets are not options. */
class OptionsWithoutEffectTest {
    private static String said(String words) {
        StringWriter err = new StringWriter();
        Object command = SaveOptions.parsed(Main.commandLine(), new ArrayList<>(List.of(words.split(" "))))
                .userObject();
        if (command instanceof TrainCommand train) {
            train.sayWithoutEffect(new PrintWriter(err));
        } else {
            ((CompareCommand) command).sayWithoutEffect(new PrintWriter(err));
        }
        return err.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--method rk4 --norm seminorm | \"seminorm\", has no effect: method \"rk4\" estimates no error.",
                "--method rk4 --rtol 1e-5 | rtol 1.0E-5 and atol",
                "--method rk4 --controller pid | controller \"pid\"",
                "--method rk4 --first-step 0.1 --min-step 0.01 | smallest step, 0.01",
                "--controller constant --first-step 0.1 --max-step 1 | largest step, 1.0",
                "--max-step 0.1 --first-step 1 | first step, 1.0",
                "--method explicit_adams --mode lazy | Mode lazy",
                "--stored-steps 9 | stored steps, 9",
                "--memory-budget 9 | memory budget, 9437184",
                "--adjoint checkpointed --norm seminorm | the checkpointed adjoint",
            })
    void toldOfOnce(String options, String expected) {
        String said = said("train pendulum " + options);
        assertTrue(said.startsWith("Warning: ") && said.contains(expected), said);
        assertEquals(1, said.lines().count(), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train pendulum",
                "train pendulum --method rk4",
                "train pendulum --method explicit_adams --first-step 0.1",
                "train toy-cnf --adjoint checkpointed",
                "train pendulum --norm linf --rtol 1e-5 --controller pi --mode lazy --min-step 1e-5",
                "train pendulum --adjoint interpolating --stored-steps 9 --memory-budget 9",
                "compare pendulum",
                "compare pendulum --norms default,seminorm,linf --mode lazy",
                "compare toy-cnf --method tsit5",
            })
    void nothingToTell(String words) {
        assertEquals("", said(words));
    }

    @Test
    void normsThatCannotDiffer() {
        String said = said("compare pendulum --method rk4 --norms default,seminorm --rtol 1e-3,1e-4 --atol 1e-6,1e-6");
        assertEquals(3, said.lines().count(), said); // of two norms, and of the tolerances
        assertTrue(said.contains("\"default\", has no effect") && said.contains("\"seminorm\", has no effect"), said);
    }
}
