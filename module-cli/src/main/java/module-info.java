/** The {@code seminode} command: training, experiments, reports and plots. */
module io.seminode.cli {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires info.picocli;
    requires io.seminode.data;
    requires io.seminode.models;
    requires io.seminode.solver;
    requires java.desktop;
    requires me.tongfei.progressbar;
    requires org.knowm.xchart;
    requires org.slf4j;
    requires static transitive org.jspecify;
}
