package io.seminode.data.image;

import io.seminode.data.files.RemoteFile;
import java.util.List;

/** Fashion-MNIST by name. */
public final class FashionMnist extends MnistFamily {
    private static final List<String> FOLDERS = List.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    /** For the service loader. */
    public FashionMnist() {
        super(MnistKind.FASHION_MNIST);
    }

    @Override
    public String description() {
        return "articles of clothing, 28 x 28 grey values";
    }

    @Override
    public String source() {
        return "Han Xiao, Kashif Rasul and Roland Vollgraf, Zalando Research, 2017, arXiv:1708.07747.";
    }

    @Override
    public String licence() {
        return "MIT.";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(
                file(
                        FOLDERS,
                        "train-images-idx3-ubyte.gz",
                        26_421_880,
                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                        "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
                file(
                        FOLDERS,
                        "train-labels-idx1-ubyte.gz",
                        29_515,
                        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                        "9018921c3c673c538a1fc5bad174d6f9"),
                file(
                        FOLDERS,
                        "t10k-images-idx3-ubyte.gz",
                        4_422_102,
                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                        "8181f5470baa50b63fa0f6fddb340f0a"),
                file(
                        FOLDERS,
                        "t10k-labels-idx1-ubyte.gz",
                        5_148,
                        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                        "15d484375f8d13e6eb1aabb0c3f46965"));
    }
}
