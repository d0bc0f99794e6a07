package io.seminode.cli.grid;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One training of a grid: what {@code seminode train} is told.
 *
 * @param problem the experiment's name
 * @param options of {@code seminode train}, by name without dashes, besides those that follow; an empty value for a flag
 * @param norm of the backward solve, as NAME or NAME@MODE
 * @param tolerance of the solves
 * @param seed of data, weights and batches
 */
public record GridRun(String problem, Map<String, String> options, String norm, Tolerance tolerance, long seed) {
    /** Options that say how a result is come by, not which. */
    private static final Set<String> NO_PART_OF_THE_KEY = Set.of("data", "checkpoint-every", "tensorboard");

    private static final Set<String> FIELDS = Set.of("norm", "rtol", "atol", "seed", "out", "resume");

    /** Options of every command, of which one names code: what a grid's author wants to run is for the one to say who starts it. */
    private static final Set<String> FOR_THE_COMMAND_LINE =
            Set.of("plugins", "verbose", "quiet", "json", "debug", "help", "version");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    /** What would be read as another option, or as a file of further words. */
    private static final Pattern NO_VALUE = Pattern.compile("(?:-[^0-9.]|@).*", Pattern.DOTALL);

    private static final int KEY_DIGITS = 8;

    /** Copies the map; rejects options that are fields, and what is no option of a training or no value. */
    public GridRun {
        options = Collections.unmodifiableMap(new TreeMap<>(options)); // in order: equal runs give equal files
        options.forEach((option, value) -> {
            if (FIELDS.contains(option)) {
                throw new IllegalArgumentException("Found --" + option + " among the options of a run of a grid,"
                        + " expected it in its own place or not at all.");
            }
            if (FOR_THE_COMMAND_LINE.contains(option) || !NAME.matcher(option).matches()) {
                throw new IllegalArgumentException("Found --" + option + " among the options of a run of a grid,"
                        + " expected an option of seminode train only: code is loaded where the command line says so, not a"
                        + " file; give --plugins beside the grid.");
            }
            requireValue(value, "--" + option);
        });
        requireValue(norm, "norm");
    }

    private static void requireValue(String value, String of) {
        if (NO_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("Found \"" + value + "\" as the " + of
                    + " of a run of a grid, expected a value, not another option or a file of options.");
        }
    }

    /** The words of the command, {@code train} and what follows, without a folder for the results. */
    public List<String> arguments() {
        List<String> words = new ArrayList<>(List.of("train", problem));
        new TreeMap<>(options).forEach((name, value) -> {
            words.add("--" + name);
            if (!value.isEmpty()) {
                words.add(value);
            }
        });
        words.addAll(List.of("--norm", norm));
        words.addAll(List.of("--rtol", Tolerance.text(tolerance.rtol())));
        words.addAll(List.of("--atol", Tolerance.text(tolerance.atol())));
        words.addAll(List.of("--seed", Long.toString(seed)));
        return words;
    }

    /**
     * Tells runs apart whose results may differ, and only those: two runs with the same key give the same results on the
     * same machine with the same version.
     */
    @JsonIgnore
    public String key() {
        List<String> words = new GridRun(problem, keyedOptions(), norm, tolerance, seed).arguments();
        byte[] digest = sha256().digest(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, KEY_DIGITS);
    }

    /** The options on which the results may depend, in alphabetical order. */
    public SortedMap<String, String> keyedOptions() {
        SortedMap<String, String> keyed = new TreeMap<>(options);
        keyed.keySet().removeAll(NO_PART_OF_THE_KEY);
        return keyed;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The folder of its results below that of the grid: {@code pendulum/seminorm-1e-4-seed0-0a1b2c3d}. */
    @JsonIgnore
    public String folder() {
        return problem + "/" + norm.replaceAll("[^A-Za-z0-9.-]+", "_") + "-" + Tolerance.text(tolerance.rtol())
                + "-seed" + seed + "-" + key();
    }

    /** Options for people: {@code preset quick, tanh, width 8}. */
    public static String text(SortedMap<String, String> options) {
        List<String> texts = new ArrayList<>();
        options.forEach((name, value) -> texts.add(value.isEmpty() ? name : name + " " + value));
        return String.join(", ", texts);
    }

    /** For people: {@code pendulum, seminorm, rtol 1e-4, atol 1e-4, seed 0}. */
    public String describe() {
        return describe("");
    }

    /**
     * For people, and with options after the problem: {@code toy-cnf, width 8, seminorm, rtol 1e-4, atol 1e-4, seed 0}.
     *
     * @param told the options as text; empty for none
     */
    public String describe(String told) {
        return problem + (told.isEmpty() ? "" : ", " + told) + ", " + norm + ", rtol "
                + Tolerance.text(tolerance.rtol()) + ", atol " + Tolerance.text(tolerance.atol()) + ", seed " + seed;
    }
}
