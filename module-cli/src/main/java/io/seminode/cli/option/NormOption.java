package io.seminode.cli.option;

import picocli.CommandLine.Option;

/** The norm of commands that solve backward with one. */
public final class NormOption {
    @Option(
            names = "--norm",
            paramLabel = "NAME",
            defaultValue = "seminorm",
            description = "Norm of the backward solve, NAME or NAME:OPTION=VALUE,...; see: seminode list norms."
                    + " Default: ${DEFAULT-VALUE}.")
    private String norm = "";

    /** The norm's name and options. */
    public String name() {
        return norm;
    }
}
