package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The script for jshell that the guide names. */
class JshellTest {
    @Test
    void solvesAndDifferentiates() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        CommandProcess.joined(CommandProcess.everything()),
                        "examples/solve.jsh")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Matcher found = Pattern.compile("z\\(1\\) = (\\S+), by k (\\S+)").matcher(said);
        assertTrue(found.find(), said);
        assertEquals(Math.exp(-2), Double.parseDouble(found.group(1)), 1e-6);
        assertEquals(-Math.exp(-2), Double.parseDouble(found.group(2)), 1e-6);
    }
}
