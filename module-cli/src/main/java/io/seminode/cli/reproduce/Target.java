package io.seminode.cli.reproduce;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be reproduced of Kidger, Chen and Lyons (arXiv:2009.09457). */
public enum Target {
    /** Spoken words. */
    TABLE1("Neural CDEs on Speech Commands, section 3.1"),
    /** Densities of images. */
    TABLE2("Continuous normalising flows, section 3.2"),
    /** The double pendulum. */
    TABLE3("Hamiltonian dynamics of a double pendulum, section 3.3"),
    /** Steps over one pass of the test set. */
    TABLE4("Accepted and rejected steps of the backward solves over one pass of the test set"),
    /** A training of spoken words. */
    FIG1("Accuracy and backward evaluations during training"),
    /** Pictures of the controlled pendulum. */
    FIG2("The double pendulum controlled from down to upright: pictures"),
    /** Angles, velocities and torques of the controlled pendulum. */
    FIG3("The double pendulum controlled from down to upright: the state over time"),
    /** Locations of evaluations. */
    FIG4("Where backward evaluations fall over one pass of the test set"),
    /** Locations of rejected steps. */
    FIG5("Where backward steps are rejected over one pass of the test set"),
    /** Sizes of networks. */
    FIG6("Evaluations saved against the ratio of parameters to state");

    private final String title;

    Target(String title) {
        this.title = title;
    }

    /** What it shows. */
    public String title() {
        return title;
    }

    /** The heading in a document, as Markdown. */
    String heading() {
        String number = id().replaceAll("\\D", "");
        return "## " + (id().startsWith("table") ? "Table " : "Figure ") + number + ": " + title + "\n\n";
    }

    /** What is told of it in a document: the file in the folder of the results. */
    String file() {
        return id() + ".md";
    }

    /** As on the command line: {@code table1}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, and {@code all}. */
    public static List<String> ids() {
        return java.util.stream.Stream.concat(
                        Arrays.stream(values()).map(Target::id), java.util.stream.Stream.of("all"))
                .toList();
    }
}
