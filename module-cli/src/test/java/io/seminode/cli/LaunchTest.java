package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.cli.report.RunFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchTest {
    @TempDir
    private Path temporary;

    private static String said(RunFolder folder) {
        StringWriter err = new StringWriter();
        Launch.sayInterrupted(new PrintWriter(err), folder.isBegun(), "seminode train pendulum --resume x");
        return err.toString().strip();
    }

    @Test
    void whoInterruptsIsToldToGoOnWhereThereIsSomethingToGoOnFrom() {
        RunFolder folder = RunFolder.create(temporary.resolve("run"));
        assertEquals("seminode: interrupted before anything was saved; begin again", said(folder));
        folder.writeJson("settings.json", Map.of());
        assertEquals("seminode: interrupted; continue with: seminode train pendulum --resume x", said(folder));
    }
}
