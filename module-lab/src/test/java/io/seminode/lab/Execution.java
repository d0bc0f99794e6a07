package io.seminode.lab;

import io.seminode.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did. */
public record Execution(int exitCode, String out, String err) {
    /** Runs a command of the laboratory as one of the command line's. */
    public static Execution of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Execution(exitCode, out.toString(), err.toString());
    }

    /** The same, of words with spaces between them. */
    public static Execution ofLine(String line) {
        return of(line.split(" "));
    }
}
