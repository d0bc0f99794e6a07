package io.seminode.data.image;

import java.util.List;
import java.util.Locale;

/** MNIST, and data sets of the same format. */
public enum MnistKind {
    /** Handwritten digits. */
    MNIST("0,1,2,3,4,5,6,7,8,9"),
    /** Articles of clothing. */
    FASHION_MNIST("T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"),
    /** Handwritten Japanese syllables in the cursive of old books. */
    KMNIST("o,ki,su,tsu,na,ha,ma,ya,re,wo");

    private final String classes;

    MnistKind(String classes) {
        this.classes = classes;
    }

    /** The name as used on the command line: lower case, with hyphens. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the images show. */
    public List<String> classes() {
        return List.of(classes.split(",", -1));
    }
}
