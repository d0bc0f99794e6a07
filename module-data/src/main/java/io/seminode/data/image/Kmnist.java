package io.seminode.data.image;

import io.seminode.data.files.RemoteFile;
import java.util.List;
import java.util.Optional;

/** Kuzushiji-MNIST by name. */
public final class Kmnist extends MnistFamily {
    private static final List<String> FOLDERS =
            List.of("https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/");

    /** For the service loader. */
    public Kmnist() {
        super(MnistKind.KMNIST);
    }

    @Override
    public String description() {
        return "handwritten Japanese syllables of old books, 28 x 28 grey values";
    }

    @Override
    public String source() {
        return "Tarin Clanuwat and others, Center for Open Data in the Humanities, 2018, arXiv:1812.01718.";
    }

    @Override
    public String licence() {
        return "Creative Commons Attribution-Share Alike 4.0 International (CC BY-SA 4.0).";
    }

    /** What is in the files has no published checksum. */
    @Override
    public List<RemoteFile> files() {
        return List.of(
                file(
                        "train-images-idx3-ubyte.gz",
                        18_165_135,
                        "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
                file(
                        "train-labels-idx1-ubyte.gz",
                        29_497,
                        "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
                file(
                        "t10k-images-idx3-ubyte.gz",
                        3_041_136,
                        "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
                file(
                        "t10k-labels-idx1-ubyte.gz",
                        5_120,
                        "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"));
    }

    private static RemoteFile file(String name, long size, String sha256) {
        return file(FOLDERS, name, size, sha256, Optional.empty());
    }
}
