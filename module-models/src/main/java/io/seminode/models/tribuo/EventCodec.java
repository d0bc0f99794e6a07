package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.predict.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;

/**
 * Events told apart by their density: the score is the logarithm of the density less the threshold, so that anomalous ones
 * have a negative one, as elsewhere in Tribuo.
 *
 * @param threshold logarithm of the density, of standardised features, below which an event is anomalous
 * @param calibratedOn how many expected events the threshold was found on
 */
record EventCodec(double threshold, int calibratedOn) implements OutputCodec<Event> {
    private static final int SCORED_AT_ONCE = 256;

    /** Option of a stored model. */
    static final String THRESHOLD = "threshold";
    /** Option of a stored model. */
    static final String CALIBRATED_ON = "calibratedOn";

    static EventCodec of(Map<String, String> options) {
        return new EventCodec(
                Double.parseDouble(Content.option(options, THRESHOLD)),
                Integer.parseInt(Content.option(options, CALIBRATED_ON)));
    }

    /**
     * With a threshold from the densities of expected events.
     *
     * @param quantile share of them that is taken for anomalous
     */
    static EventCodec calibrated(Content<Event> content, EncodedExamples expected, double quantile) {
        double[] densities = new double[expected.size()];
        int size = Math.min(SCORED_AT_ONCE, densities.length);
        try (Predictor predictor = Predictor.open(content.file(), size, content.execution())) {
            for (int from = 0; from < densities.length; from += size) {
                int first = Math.min(from, densities.length - size); // the last batch has some again
                Map<String, float[]> batch =
                        expected.gather(IntStream.range(first, first + size).toArray());
                float[] found = Objects.requireNonNull(predictor.predict(batch).get(FlowModel.LOG_DENSITY));
                for (int i = 0; i < size; i++) {
                    densities[first + i] = found[i];
                }
            }
        }
        Arrays.sort(densities);
        return new EventCodec(densities[(int) (quantile * densities.length)], densities.length);
    }

    @Override
    public String predicted() {
        return FlowModel.LOG_DENSITY;
    }

    @Override
    public boolean predictsProbabilities() {
        return false;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public String target() {
        return "";
    }

    @Override
    public int targets() {
        return 0;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public void encode(Event output, double[] into) {
        if (output.getType() != Event.EventType.EXPECTED) {
            throw new IllegalArgumentException("An event that is " + output.getType()
                    + " found, expected a trainer's events to be EXPECTED all; take the others for its evaluation.");
        }
    }

    @Override
    public @Nullable Standardisation standardisation() {
        return null;
    }

    @Override
    public void describe(Map<String, String> options) {
        options.put(THRESHOLD, Double.toString(threshold));
        options.put(CALIBRATED_ON, Integer.toString(calibratedOn));
    }

    @Override
    public EventCodec inUnitsOf(Standardisation features) {
        return new EventCodec(threshold - features.logVolume(), calibratedOn);
    }

    @Override
    public Prediction<Event> decode(float[] values, int used, Example<Event> example) {
        double score = values[0] - threshold;
        Event.EventType type = score < 0 ? Event.EventType.ANOMALOUS : Event.EventType.EXPECTED;
        return new Prediction<>(new Event(type, score), used, example);
    }
}
