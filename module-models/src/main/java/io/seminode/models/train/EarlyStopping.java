package io.seminode.models.train;

import java.util.Map;
import java.util.function.Supplier;

/** Ends a training whose validation loss no longer falls, and keeps the weights of the best epoch. */
public final class EarlyStopping implements TrainingListener {
    private final int patience;
    private final Supplier<Map<String, float[]>> weights;
    private double best = Double.POSITIVE_INFINITY;
    private int epochsWithoutGain;
    private Map<String, float[]> bestWeights = Map.of();

    /**
     * Looks on.
     *
     * @param patience epochs without a better loss after which training ends
     * @param weights those of the session, as they are when asked
     */
    public EarlyStopping(int patience, Supplier<Map<String, float[]>> weights) {
        if (patience < 1) {
            throw new IllegalArgumentException("Patience of " + patience + " epochs found, expected 1 or more.");
        }
        this.patience = patience;
        this.weights = weights;
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        if (metrics.validationLoss() < best) {
            best = metrics.validationLoss();
            bestWeights = weights.get();
            epochsWithoutGain = 0;
        } else {
            epochsWithoutGain++;
        }
    }

    @Override
    public boolean isEnough() {
        return epochsWithoutGain >= patience;
    }

    /** The weights of the epoch with the least validation loss; none if no epoch had one. */
    public Map<String, float[]> bestWeights() {
        return bestWeights;
    }
}
