/**
 * Data sets of the paper, their splits, and the files they come in.
 *
 * @uses io.seminode.data.catalog.DataSet to find data sets by name
 * @provides io.seminode.data.catalog.DataSet the data sets of the paper, and those of MNIST's format
 */
@SuppressWarnings("requires-transitive-automatic") // the libraries of Tribuo have no descriptors
module io.seminode.data {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires java.desktop; // reads WAV files
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires transitive com.oracle.labs.mlrg.olcut;
    requires transitive io.seminode.solver;
    requires transitive org.tribuo.anomaly.core;
    requires transitive org.tribuo.classification.core;
    requires transitive org.tribuo.core;
    requires transitive org.tribuo.regression.core;

    exports io.seminode.data;
    exports io.seminode.data.catalog;
    exports io.seminode.data.files;
    exports io.seminode.data.image;
    exports io.seminode.data.pendulum;
    exports io.seminode.data.speech;
    exports io.seminode.data.toy;
    exports io.seminode.data.tribuo;

    opens io.seminode.data.tribuo to
            com.oracle.labs.mlrg.olcut; // fills fields from configurations

    uses io.seminode.data.catalog.DataSet;

    provides io.seminode.data.catalog.DataSet with
            io.seminode.data.image.Cifar10,
            io.seminode.data.image.FashionMnist,
            io.seminode.data.image.Kmnist,
            io.seminode.data.image.Mnist,
            io.seminode.data.pendulum.Pendulum,
            io.seminode.data.speech.SpeechCommands;
}
