package io.seminode.data.speech;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a clip tells.
 *
 * @param word that is spoken
 * @param speaker who speaks: eight hexadecimal digits
 * @param take the number of the speaker's recording of this word, from 0
 */
public record ClipName(String word, String speaker, int take) implements Comparable<ClipName> {
    /** The words of the paper, in the order of its published code: the classes are numbered so. */
    public static final List<String> WORDS =
            List.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go");

    private static final Pattern IN_WORD_FOLDER = Pattern.compile("(?:^|.*/)(" + String.join("|", WORDS) + ")/([^/]*)");
    private static final Pattern FILE = Pattern.compile("([0-9a-f]{8})_nohash_(\\d{1,6})\\.wav");
    private static final Comparator<ClipName> ORDER = Comparator.comparing(ClipName::label)
            .thenComparing(ClipName::speaker)
            .thenComparing(ClipName::take);

    /** The number of the word. */
    public int label() {
        return WORDS.indexOf(word);
    }

    /** Whether a file, by its name in an archive or below a folder, lies in the folder of one of the ten words. */
    static boolean isInWordFolder(String path) {
        return IN_WORD_FOLDER.matcher(path).matches();
    }

    /** Takes a name apart; nothing if it is not that of a clip of the ten words, or leads out of its archive. */
    static Optional<ClipName> parse(String path) {
        Matcher folder = IN_WORD_FOLDER.matcher(path);
        if (path.startsWith("/") || path.contains("..") || path.contains("\\") || !folder.matches()) {
            return Optional.empty();
        }
        Matcher file = FILE.matcher(folder.group(2));
        return file.matches()
                ? Optional.of(new ClipName(folder.group(1), file.group(1), Integer.parseInt(file.group(2))))
                : Optional.empty();
    }

    /** By class, speaker and take. */
    @Override
    public int compareTo(ClipName other) {
        return ORDER.compare(this, other);
    }

    /** As in the official archive. */
    @Override
    public String toString() {
        return word + "/" + speaker + "_nohash_" + take + ".wav";
    }
}
