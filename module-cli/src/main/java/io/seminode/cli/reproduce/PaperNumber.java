package io.seminode.cli.reproduce;

import java.util.List;

/**
 * A number that the paper or its repository states.
 *
 * @param target the table or figure it belongs to
 * @param what is said
 * @param value as text, with its unit
 * @param source where it stands
 */
record PaperNumber(Target target, String what, String value, String source) {
    private static final String PAPER = "Kidger, Chen and Lyons, arXiv:2009.09457";

    /**
     * All that are known here. The tables' absolute numbers are not: the paper's text was not at hand when this was written, and
     * its repository does not hold them.
     */
    static final List<PaperNumber> KNOWN = List.of(
            new PaperNumber(Target.TABLE1, "backward evaluations saved by the seminorm", "40 to 62 %", PAPER),
            new PaperNumber(Target.TABLE2, "backward evaluations saved by the seminorm", "6 to 15 %", PAPER),
            new PaperNumber(Target.TABLE3, "backward evaluations saved by the seminorm", "43 %", PAPER),
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
