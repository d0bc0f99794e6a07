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
                        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                        "6bbc9ace898e44ae57da46a324031adb"),
                file(
                        FOLDERS,
                        "train-labels-idx1-ubyte.gz",
                        28_881,
                        "d53e105ee54ea40749a09fcbcd1e9432",
                        "a25bea736e30d166cdddb491f175f624"),
                file(
                        FOLDERS,
                        "t10k-images-idx3-ubyte.gz",
                        1_648_877,
                        "9fb629c4189551a2d022fa330f9573f3",
                        "2646ac647ad5339dbf082846283269ea"),
                file(
                        FOLDERS,
                        "t10k-labels-idx1-ubyte.gz",
                        4_542,
                        "ec29112dd5afa0611ce80d1b7f02629c",
                        "27ae3e4e09519cfbb04c329615203637"));
    }
}
