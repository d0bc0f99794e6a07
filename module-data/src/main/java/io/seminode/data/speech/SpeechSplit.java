package io.seminode.data.speech;

import io.seminode.data.Splits;
import java.util.List;
import java.util.Locale;

/** How clips are divided into 70 % for training, 15 % for validation and 15 % for the test. */
public enum SpeechSplit {
    /** Nobody speaks in two parts: the test is on strangers. The words have about the same shares in each part. */
    SPEAKER,
    /** As in the paper: clips at random, stratified by word. The same people speak in all parts, which flatters a model. */
    CLIP;

    /** The name as used on the command line: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The indices of each part's clips. */
    int[][] divide(List<ClipName> clips, long seed) {
        int[] labels = clips.stream().mapToInt(ClipName::label).toArray();
        return switch (this) {
            case CLIP -> Splits.stratified(labels, Splits.PAPER, seed);
            case SPEAKER -> Splits.grouped(clips.stream().map(ClipName::speaker).toList(), labels, Splits.PAPER, seed);
        };
    }
}
