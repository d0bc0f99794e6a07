/**
 * The laboratory: {@code verify} replays what other software computed, {@code bench} times solves, {@code check-gradients} compares
 * adjoints. The command line finds it as a plugin.
 *
 * @provides io.seminode.cli.spi.Subcommand these commands
 */
module io.seminode.lab {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.seminode.cli;
    requires io.seminode.data;
    requires io.seminode.models;
    requires io.seminode.solver;
    requires static transitive org.jspecify;

    opens io.seminode.lab.bench to
            com.fasterxml.jackson.databind, // reads records
            info.picocli; // fills the fields of commands
    opens io.seminode.lab.verify to
            info.picocli;

    provides io.seminode.cli.spi.Subcommand with
            io.seminode.lab.bench.BenchCommand,
            io.seminode.lab.bench.CheckGradientsCommand,
            io.seminode.lab.verify.VerifyCommand;
}
