package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Errors of Java's say what is short. */
final class ShortageTest {
    private static final Shortage SHORT = new Shortage("""
            Limit                     Soft Limit           Hard Limit           Units
            Max open files            20                   1048576              files
            Max address space         3221225472           unlimited            bytes
            """);

    private static final Shortage PLENTY = new Shortage("""
            Max open files            1048576              1048576              files
            Max address space         unlimited            unlimited            bytes
            """);

    private static void assertSays(String expected, Optional<String> found) {
        assertTrue(found.orElse("").contains(expected), found.toString());
    }

    @Test
    void memoryLibrariesAndFiles() {
        assertSays("Out of memory (Java heap space): the heap", PLENTY.of(new OutOfMemoryError("Java heap space")));
        assertSays("ulimit -u", PLENTY.of(new OutOfMemoryError("unable to create native thread")));
        Throwable library = new ExceptionInInitializerError(new UnsatisfiedLinkError("no jnitensorflow"));
        assertSays("expected Linux on x86-64", PLENTY.of(library));
        Shortage little = new Shortage(SHORT.limits().replace(" 20 ", " 2000 "));
        assertSays("an address space of 3072 MiB", little.of(library));
        assertSays("raise ulimit -v", little.of(library));
        assertSays("may have 20 open", SHORT.of(new NoClassDefFoundError("a/B")));
        assertSays("raise ulimit -n", PLENTY.of(new FileSystemException("x", null, "Too many open files")));
        assertEquals(Optional.empty(), PLENTY.of(new NoClassDefFoundError("a/B")));
        assertEquals(Optional.empty(), SHORT.of(new IllegalStateException("something else")));
    }

    @Test
    void itIsOneLine() {
        for (Throwable thrown : new Throwable[] {
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new CommandLine.InitializationException("x", new IllegalStateException(new NoClassDefFoundError("a/B")))
        }) {
            StringWriter err = new StringWriter();
            assertEquals(1, Errors.broken(thrown, new PrintWriter(err, true), SHORT, false));
            assertEquals(1, err.toString().lines().count(), err.toString());
            assertTrue(err.toString().startsWith("seminode: "), err.toString());
        }
    }
}
