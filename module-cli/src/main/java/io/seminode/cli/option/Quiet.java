package io.seminode.cli.option;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The option {@code --quiet}, which every command inherits. */
public final class Quiet {
    /** Its name. */
    public static final String NAME = "--quiet";

    private Quiet() {}

    /** Where a command tells how far it is: standard error, unless that is not wanted. */
    public static PrintWriter progress(CommandSpec command) {
        OptionSpec quiet = command.root().findOption(NAME);
        return quiet != null && Boolean.TRUE.equals(quiet.getValue())
                ? new PrintWriter(Writer.nullWriter())
                : command.commandLine().getErr();
    }
}
