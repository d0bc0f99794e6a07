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
                file("train-images-idx3-ubyte.gz", 18_165_135, "bdb82020997e1d708af4cf47b453dcf7"),
                file("train-labels-idx1-ubyte.gz", 29_497, "e144d726b3acfaa3e44228e80efcd344"),
                file("t10k-images-idx3-ubyte.gz", 3_041_136, "5c965bf0a639b31b8f53240b1b52f4d7"),
                file("t10k-labels-idx1-ubyte.gz", 5_120, "7320c461ea6c1c855c0b718fb2a4b134"));
    }

    private static RemoteFile file(String name, long size, String md5) {
        return file(FOLDERS, name, size, md5, Optional.empty());
    }
}
