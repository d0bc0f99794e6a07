package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.nn.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.Label;

/**
 * Labels as the numbers of classes.
 *
 * @param info tells the numbers
 */
record LabelCodec(ImmutableLabelInfo info) implements HeadCodec<Label> {
    @Override
    public Head head() {
        return Head.CLASSES;
    }

    @Override
    public int outputs() {
        return info.size();
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < info.size(); i++) {
            labels.add(info.getOutput(i).getLabel());
        }
        return labels;
    }

    @Override
    public void encode(Label output, double[] into) {
        into[0] = info.getID(output);
    }

    @Override
    public @Nullable Standardisation standardisation() {
        return null;
    }

    @Override
    public HeadCodec<Label> standardised(Standardisation standardisation) {
        throw new UnsupportedOperationException("Numbers of classes are not standardised.");
    }

    @Override
    public Prediction<Label> decode(float[] values, int used, Example<Label> example) {
        Map<String, Label> scores = new LinkedHashMap<>();
        Label best = new Label(info.getOutput(0).getLabel(), values[0]);
        for (int i = 0; i < values.length; i++) {
            Label label = new Label(info.getOutput(i).getLabel(), values[i]);
            scores.put(label.getLabel(), label);
            if (values[i] > best.getScore()) {
                best = label;
            }
        }
        return new Prediction<>(best, scores, used, example, true);
    }
}
