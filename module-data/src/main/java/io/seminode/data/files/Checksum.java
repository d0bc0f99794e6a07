package io.seminode.data.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * What a file's bytes give if they are the right ones.
 *
 * @param algorithm as the publisher chose
 * @param hex the digest in hexadecimal digits
 */
public record Checksum(Algorithm algorithm, String hex) {

    /** Makes the digits lower case and checks how many there are. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
            throw new IllegalArgumentException("\"" + hex + "\" found, expected " + algorithm.digits
                    + " hexadecimal digits for " + algorithm + ".");
        }
    }

    /** An MD5 checksum. */
    public static Checksum md5(String hex) {
        return new Checksum(Algorithm.MD5, hex);
    }

    /** A SHA-256 checksum. */
    public static Checksum sha256(String hex) {
        return new Checksum(Algorithm.SHA256, hex);
    }

    /** The ways in which publishers of data sets give checksums. */
    public enum Algorithm {
        /** MD5: tells accidents, not attacks. */
        MD5("MD5", 32),
        /** SHA-256. */
        SHA256("SHA-256", 64);

        private final String javaName;
        private final int digits;

        Algorithm(String javaName, int digits) {
            this.javaName = javaName;
            this.digits = digits;
        }

        /** A new computation. */
        public MessageDigest digest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has " + javaName + ".", e);
            }
        }

        @Override
        public String toString() {
            return javaName;
        }
    }
}
