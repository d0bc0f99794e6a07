package io.seminode.models.train;

import java.util.Locale;

/** What a training does when a batch fails: its loss or gradient is not finite, or a solve can't be finished. */
public enum OnFailure {
    /** It ends with an error that names the batch; the weights are those before it. */
    STOP,
    /** It leaves the batch out. An epoch in which every batch fails ends it all the same. */
    SKIP,
    /** It goes back to the weights at the begin of the epoch, halves the learning rate, and goes on with the next batch. */
    HALVE_LR;

    /** The name as used on the command line and in result files: lower case, with hyphens. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
