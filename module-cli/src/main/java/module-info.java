/** The {@code seminode} command: training, experiments, reports and plots. */
module io.seminode.cli {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires io.seminode.data;
    requires io.seminode.models;
    requires io.seminode.solver;
    requires java.desktop;
    requires me.tongfei.progressbar;
    requires org.knowm.xchart;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires transitive info.picocli;

    exports io.seminode.cli; // the command, for whoever embeds or documents it

    opens io.seminode.cli to
            info.picocli; // fills the fields of commands
    opens io.seminode.cli.bench to
            com.fasterxml.jackson.databind; // reads records
    opens io.seminode.cli.compare to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.verify to
            info.picocli;
    opens io.seminode.cli.report to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.experiment to
            com.fasterxml.jackson.databind,
            info.picocli;
    opens io.seminode.cli.grid to
            com.fasterxml.jackson.databind;
    opens io.seminode.cli.train to
            com.fasterxml.jackson.databind;
}
