package io.seminode.data.speech;

import java.util.Locale;

/** Why a clip is left out. */
public enum ClipFault {
    /** It has not exactly 16,000 samples, as some in the official data: the paper leaves them out as well. */
    OTHER_LENGTH("not 16,000 samples long"),
    /** It has no bytes. */
    EMPTY("empty"),
    /** It is not a WAV file, or its headers are damaged. */
    NOT_WAV("not a readable WAV file"),
    /** It is not 16-bit PCM. */
    OTHER_ENCODING("not 16-bit PCM"),
    /** It has more than one channel. */
    NOT_MONO("more than one channel"),
    /** It has not 16,000 samples a second. */
    OTHER_RATE("not 16,000 samples a second"),
    /** It has fewer samples than it says. */
    CUT_SHORT("cut short"),
    /** It has not as many bytes as it says. */
    OTHER_SIZE("not as large as it says"),
    /** It is far larger than a second of sound. */
    TOO_LARGE("far too large"),
    /** Its name is not that of a clip: {@code SPEAKER_nohash_NUMBER.wav}, in a folder with the name of the word. */
    STRANGE_NAME("name is not that of a clip"),
    /** It is a link or a device. */
    NOT_A_FILE("not an ordinary file"),
    /** There is another clip of that name. */
    SAME_NAME("name is there twice");

    private final String description;

    ClipFault(String description) {
        this.description = description;
    }

    /** A few words that complete the sentence "left out: ...". */
    public String description() {
        return description;
    }

    /** The name as used in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
