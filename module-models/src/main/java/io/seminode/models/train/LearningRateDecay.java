package io.seminode.models.train;

import java.util.Locale;

/** How the learning rate falls in the course of a training. */
public enum LearningRateDecay {
    /** It stays. */
    CONSTANT,
    /**
     * To zero along half a cosine, step by step.
     *
     * <p>Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), equation 5, without
     * restarts.
     */
    COSINE;

    /** What the learning rate is multiplied with when the given part of the training is done. */
    double factor(double done) {
        return switch (this) { // constants have no bodies, since Tribuo's provenance finds them by their class
            case CONSTANT -> 1;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * done));
        };
    }

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
