package io.seminode.models.tribuo;

import io.seminode.data.Normalisation;
import io.seminode.models.flow.FlowModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;

/**
 * Events told apart by their density: the score is the logarithm of the density less the threshold, so that anomalous ones
 * have a negative one, as elsewhere in Tribuo.
 *
 * @param threshold logarithm of the density below which an event is anomalous
 * @param calibratedOn how many expected events the threshold was found on
 */
record EventCodec(double threshold, int calibratedOn) implements OutputCodec<Event> {
    private static final String THRESHOLD = "threshold";
    private static final String CALIBRATED_ON = "calibratedOn";

    static EventCodec of(Map<String, String> options) {
        return new EventCodec(
                Double.parseDouble(Content.option(options, THRESHOLD)),
                Integer.parseInt(Content.option(options, CALIBRATED_ON)));
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
    public void encode(Event output, float[] into, int from) {
        if (output.getType() != Event.EventType.EXPECTED) {
            throw new IllegalArgumentException("An event that is " + output.getType()
                    + " found, expected a trainer's events to be EXPECTED all; take the others for its evaluation.");
        }
    }

    @Override
    public @Nullable Normalisation normalisation() {
        return null;
    }

    @Override
    public void describe(Map<String, String> options) {
        options.put(THRESHOLD, Double.toString(threshold));
        options.put(CALIBRATED_ON, Integer.toString(calibratedOn));
    }

    @Override
    public Prediction<Event> decode(float[] values, int used, Example<Event> example) {
        double score = values[0] - threshold;
        Event.EventType type = score < 0 ? Event.EventType.ANOMALOUS : Event.EventType.EXPECTED;
        return new Prediction<>(new Event(type, score), used, example);
    }
}
