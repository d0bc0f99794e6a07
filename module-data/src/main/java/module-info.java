/**
 * Data sets of the paper, their splits, and the files they come in.
 *
 * @uses io.seminode.data.catalog.DataSet to find data sets by name
 * @provides io.seminode.data.catalog.DataSet the data sets of the paper, and those of MNIST's format
 */
module io.seminode.data {
    requires java.desktop; // reads WAV files
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires transitive io.seminode.solver;

    exports io.seminode.data;
    exports io.seminode.data.catalog;
    exports io.seminode.data.files;
    exports io.seminode.data.image;
    exports io.seminode.data.pendulum;
    exports io.seminode.data.speech;
    exports io.seminode.data.toy;

    uses io.seminode.data.catalog.DataSet;

    provides io.seminode.data.catalog.DataSet with
            io.seminode.data.image.Cifar10,
            io.seminode.data.image.FashionMnist,
            io.seminode.data.image.Kmnist,
            io.seminode.data.image.Mnist,
            io.seminode.data.pendulum.Pendulum,
            io.seminode.data.speech.SpeechCommands;
}
