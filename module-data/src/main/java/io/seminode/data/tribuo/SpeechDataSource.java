package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataHome;
import io.seminode.data.speech.SpeechData;
import io.seminode.data.speech.SpeechSeries;
import io.seminode.data.speech.SpeechSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tribuo.Example;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/**
 * Spoken words as time series: the feature {@code mfcc03@120} is cepstral coefficient 3 of frame 120, not normalised. See
 * {@link SpeechData}.
 */
public final class SpeechDataSource extends ExamplesSource<Label> {
    private static final int COEFFICIENTS = SpeechSeries.CHANNELS - 1;

    @Config(mandatory = true, description = "The official archive, a folder with it, or a folder it was unpacked to.")
    private Path place = Path.of("");

    @Config(description = "How clips are divided: SPEAKER or CLIP.")
    private SpeechSplit split = SpeechSplit.SPEAKER;

    @Config(description = "Seed of the division.")
    private long seed = 0;

    @Config(description = "TRAIN, VALIDATION or TEST.")
    private DataPart part = DataPart.TRAIN;

    @Config(description = "Every how many frames one is used.")
    private int every = 1;

    private final LabelFactory factory = new LabelFactory();

    /** For configurations. */
    private SpeechDataSource() {}

    /**
     * A part of the words.
     *
     * @param place the official archive, a folder with it, or a folder it was unpacked to
     * @param every how many frames one is used
     */
    public SpeechDataSource(Path place, SpeechSplit split, long seed, DataPart part, int every) {
        this.place = place;
        this.split = split;
        this.seed = seed;
        this.part = part;
        this.every = every;
        postConfig();
    }

    /** Rejects a number of frames that cannot be. */
    @Override
    public void postConfig() {
        if (every < 1 || every >= SpeechSeries.TIMES) {
            throw new PropertyException("", "every", every + " found, expected 1 to " + (SpeechSeries.TIMES - 1) + ".");
        }
    }

    @Override
    Loaded<Label> load() {
        SpeechData data =
                SpeechData.load(place, split, seed, DataHome.standard().cache(), DataProgress.NONE);
        SpeechSeries series = part.of(data.parts());
        String[] names = names(every).toArray(String[]::new);
        return new Loaded<>() {
            @Override
            public int size() {
                return series.size();
            }

            @Override
            public Example<Label> example(int index) {
                Label label = new Label(series.classes().get(series.label(index)));
                return new ArrayExample<>(label, names, values(series.coefficients(index), names.length));
            }
        };
    }

    private double[] values(float[] coefficients, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = coefficients[i / COEFFICIENTS * every * COEFFICIENTS + i % COEFFICIENTS];
        }
        return values;
    }

    /** The names of the channels, in order. */
    public static List<String> channels() {
        List<String> channels = new ArrayList<>();
        for (int c = 0; c < COEFFICIENTS; c++) {
            channels.add(String.format(Locale.ROOT, "mfcc%02d", c));
        }
        return channels;
    }

    /** The names of the features, frame by frame. */
    private static List<String> names(int every) {
        List<String> names = new ArrayList<>();
        for (int frame = 0; frame < SpeechSeries.TIMES; frame += every) {
            for (String channel : channels()) {
                names.add(channel + "@" + frame);
            }
        }
        return names;
    }

    @Override
    public OutputFactory<Label> getOutputFactory() {
        return factory;
    }
}
