/**
 * The {@code seminode} command: training, experiments, reports and plots.
 *
 * @uses io.seminode.cli.spi.Subcommand to have further commands
 * @uses io.seminode.cli.sweep.spi.SweepRunner to run sweeps on clusters
 * @provides io.seminode.cli.sweep.spi.SweepRunner processes on this machine
 */
@SuppressWarnings("module") // io.seminode.lab, which is built later
module io.seminode.cli {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.google.protobuf; // TensorBoard's events
    requires io.seminode.data;
    requires io.seminode.models;
    requires java.desktop;
    requires java.management; // what this process was started with, for its children
    requires jdk.management; // the memory that a container leaves
    requires me.tongfei.progressbar;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.tables;
    requires org.knowm.xchart;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires transitive info.picocli;
    requires transitive io.seminode.solver;

    exports io.seminode.cli; // the command, for whoever embeds or documents it
    exports io.seminode.cli.error; // what a plugin ends a command with
    exports io.seminode.cli.spi;
    exports io.seminode.cli.sweep.spi;

    // What the laboratory's commands have in common with ours.
    exports io.seminode.cli.option to
            io.seminode.lab;
    exports io.seminode.cli.process to
            io.seminode.lab;
    exports io.seminode.cli.progress to
            io.seminode.lab;
    exports io.seminode.cli.report to
            io.seminode.lab;

    opens io.seminode.cli to
            com.fasterxml.jackson.databind, // reads records
            info.picocli; // fills the fields of commands
    opens io.seminode.cli.compare to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.option to
            info.picocli;
    opens io.seminode.cli.report to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.experiment to
            com.fasterxml.jackson.databind,
            info.picocli;
    opens io.seminode.cli.grid to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.reproduce to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.sweep to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.train to
            com.fasterxml.jackson.databind;

    uses io.seminode.cli.spi.Subcommand;
    uses io.seminode.cli.sweep.spi.SweepRunner;

    provides io.seminode.cli.sweep.spi.SweepRunner with
            io.seminode.cli.sweep.LocalRunner;
}
