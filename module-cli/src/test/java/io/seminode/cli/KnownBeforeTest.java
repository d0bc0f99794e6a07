package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.plugin.JarMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be known before the first step is said then; what was trained is reported though another training fails. */
final class KnownBeforeTest {
    /** A norm for problems with a part {@code a_q}, which none of ours has; as the guide's, it says so when it is used. */
    private static final String OF_A_Q = JarMaker.norm("a", "OfQ", "of-q", "").replace("return tf.reduceMax(", """
                    if (parts.size() > 1 && parts.stream().noneMatch(p -> p.part().name().equals("a_q"))) {
                        throw new IllegalArgumentException("No part a_q, found "
                            + parts.get(parts.size() - 1).part().name() + ".");
                    }
                    return tf.reduceMax(""");

    @TempDir
    private Path temporary;

    private Path plugins;
    private JarMaker jars;

    @BeforeEach
    void folder() throws IOException {
        plugins = Files.createDirectory(temporary.resolve("plugins"));
        jars = new JarMaker(temporary, plugins);
    }

    private MainTest.Execution run(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--plugins", plugins.toString()));
        return MainTest.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare pendulum --norms default,seminorm,of-q --out OUT",
                "train pendulum --norm of-q --out OUT",
                "train speech --norm of-q --data nowhere --out OUT",
                "sweep GRID --out OUT"
            })
    void aNormThatDoesNotFitTheProblem(String line) throws IOException {
        jars.plain("norms", "a.OfQ", OF_A_Q);
        Path out = temporary.resolve("out");
        Path grid = Files.writeString(
                temporary.resolve("grid.yaml"), "problem: toy-cnf\nnorms: [default, of-q]\noptions: {width: 4}\n");
        MainTest.Execution refused = run(line.replace("OUT", out.toString()).replace("GRID", grid.toString()));
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("No part a_q, found "), refused.err());
        assertEquals(1, refused.err().lines().count(), "nothing was begun: " + refused.err());
        assertEquals("", refused.out());
        assertFalse(Files.exists(out), "nothing is written");
    }

    @Test
    void whatWasTrainedIsReportedThoughTheNextFails() throws IOException {
        String huge = JarMaker.norm("a", "Huge", "huge", "")
                .replace("return tf.reduceMax(", "org.tensorflow.Operand<T> largest = tf.reduceMax(")
                .replace("tf.constant(0));", """
                        tf.constant(0));
                        return tf.math.mul(largest, io.seminode.solver.tensor.Tensors.constant(
                                tf, largest.asOutput().type(), 1e30));""");
        jars.plain("norms", "a.Huge", huge); // no step is good enough
        Path out = temporary.resolve("out");
        String line = "compare toy-cnf --examples=256 --batch-size=128 --epochs=1 --width=4 --engine=native"
                + " --norms=seminorm,huge --out=" + out;
        MainTest.Execution failed = run(line);
        assertEquals(1, failed.exitCode(), failed.err());
        assertTrue(failed.err().contains("Training failed in batch 1 of epoch 1"), failed.err());
        List<String> table = failed.out().lines().toList();
        assertTrue(table.get(table.size() - 2).startsWith("-----"), failed.out());
        assertTrue(table.get(table.size() - 1).startsWith("seminorm "), failed.out());
        String results = Files.readString(out.resolve("results.md"));
        assertTrue(results.contains("| seminorm"), results);
        assertTrue(results.contains("Not finished: these are 1 of 2 trainings. The next one ended so: "), results);
        assertFalse(Files.exists(out.resolve("results.json")), "the run is not complete");
    }
}
