package io.seminode.data.image;

import io.seminode.data.files.RemoteFile;
import java.util.List;

/** MNIST by name. */
public final class Mnist extends MnistFamily {
    /** The author's own address asks for a password; these have the same bytes. */
    private static final List<String> FOLDERS = List.of(
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "http://yann.lecun.com/exdb/mnist/");

    /** For the service loader. */
    public Mnist() {
        super(MnistKind.MNIST);
    }

    @Override
    public String description() {
        return "handwritten digits, 28 x 28 grey values";
    }

    @Override
    public String source() {
        return "Yann LeCun, Corinna Cortes and Christopher J. C. Burges, http://yann.lecun.com/exdb/mnist/.";
    }

    @Override
    public String licence() {
        return "No licence with the files; commonly given as Creative Commons Attribution-Share Alike 3.0.";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(
                file(
                        FOLDERS,
                        "train-images-idx3-ubyte.gz",
                        9_912_422,
                        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                        "6bbc9ace898e44ae57da46a324031adb"),
                file(
                        FOLDERS,
                        "train-labels-idx1-ubyte.gz",
                        28_881,
                        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                        "a25bea736e30d166cdddb491f175f624"),
                file(
                        FOLDERS,
                        "t10k-images-idx3-ubyte.gz",
                        1_648_877,
                        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                        "2646ac647ad5339dbf082846283269ea"),
                file(
                        FOLDERS,
                        "t10k-labels-idx1-ubyte.gz",
                        4_542,
                        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                        "27ae3e4e09519cfbb04c329615203637"));
    }
}
