/** Data sets of the paper, their splits, and the files they come in. */
module io.seminode.data {
    requires java.desktop; // reads WAV files
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires transitive io.seminode.solver;

    exports io.seminode.data;
    exports io.seminode.data.files;
    exports io.seminode.data.image;
    exports io.seminode.data.pendulum;
    exports io.seminode.data.speech;
}
