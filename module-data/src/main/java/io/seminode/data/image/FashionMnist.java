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
                        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                        "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
                file(
                        FOLDERS,
                        "train-labels-idx1-ubyte.gz",
                        29_515,
                        "25c81989df183df01b3e8a0aad5dffbe",
                        "9018921c3c673c538a1fc5bad174d6f9"),
                file(
                        FOLDERS,
                        "t10k-images-idx3-ubyte.gz",
                        4_422_102,
                        "bef4ecab320f06d8554ea6380940ec79",
                        "8181f5470baa50b63fa0f6fddb340f0a"),
                file(
                        FOLDERS,
                        "t10k-labels-idx1-ubyte.gz",
                        5_148,
                        "bb300cfdad3c16e7a12a480ee83cd310",
                        "15d484375f8d13e6eb1aabb0c3f46965"));
    }
}
