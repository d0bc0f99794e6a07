package io.seminode.cli.reproduce;

import java.util.List;

/**
 * A number that a picture of the paper states.
 *
 * @param target the table or figure it belongs to
 * @param what is said
 * @param value as text, with its unit
 * @param source where it stands
 */
record PaperNumber(Target target, String what, String value, String source) {
    /** What is read off its pictures; its tables are {@link PaperTables}. */
    static final List<PaperNumber> KNOWN = List.of(
            new PaperNumber(
                    Target.FIG1,
                    "backward evaluations in the last of 200 epochs on Speech Commands, read off the picture: default norm",
                    "about 55,000",
                    "imgs/nfe.png in the paper's repository FasterNeuralDiffEq"),
            new PaperNumber(
                    Target.FIG1,
                    "the same: seminorm",
                    "about 21,500",
                    "imgs/nfe.png in the paper's repository FasterNeuralDiffEq"));

    /** What is known for a table or figure. */
    static List<PaperNumber> of(Target target) {
        return KNOWN.stream().filter(n -> n.target() == target).toList();
    }
}
