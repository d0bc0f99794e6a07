package io.seminode.data.speech;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.Normalisation;
import io.seminode.data.files.DataCache;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data of the paper's section 3.1: ten spoken words of Speech Commands, as 161 times of 20 mel-frequency cepstral
 * coefficients and the time.
 *
 * <p>Clips that are not exactly 16,000 samples long are left out, as in the paper; the full data set leaves 34,975. Clips
 * that cannot be used are left out and counted; an archive that is damaged is an error.
 *
 * <p>Source: Kidger, Chen and Lyons (arXiv:2009.09457), section 3.1 and the published code; P. Warden, "Speech Commands"
 * (arXiv:1804.03209).
 */
public final class SpeechData {
    /** The version of what is computed from a clip: in the key of what is cached. */
    private static final int VERSION = 1;

    private final SpeechFeatures features;
    private final DataParts<SpeechSeries> parts;
    private final Normalisation normalisation;

    private SpeechData(SpeechFeatures features, DataParts<SpeechSeries> parts, Normalisation normalisation) {
        this.features = features;
        this.parts = parts;
        this.normalisation = normalisation;
    }

    /**
     * Reads clips and divides them; the same seed gives the same parts.
     *
     * @param place the official archive, a folder with it, or a folder it was unpacked to
     * @param cache keeps the coefficients; {@link DataCache#none} if they are not to be kept
     * @throws DataException if there are no usable clips, or the archive is damaged
     */
    public static SpeechData load(Path place, SpeechSplit split, long seed, DataCache cache, DataProgress progress) {
        SpeechSource source = SpeechSource.find(place);
        String key = "speech features " + VERSION + " " + SpeechFeatures.SETTINGS + "\n" + source.fingerprint();
        SpeechFeatures features = cache.get("speech", key, new SpeechCodec(), () -> source.read(progress));
        int[][] division = split.divide(features.clips(), seed);
        if (IntStream.range(0, division.length).anyMatch(i -> division[i].length == 0)) {
            throw new DataException(
                    Reason.WRONG_FORMAT,
                    source.path(),
                    features.clips().size() + " usable clips found, too few to divide by " + split.id() + ".");
        }
        Normalisation.Builder measured = new Normalisation.Builder(SpeechFeatures.COEFFICIENTS);
        for (int clip : division[0]) {
            measured.add(features.values().get(clip));
        }
        Normalisation normalisation = measured.build();
        List<String> notes = List.of(
                features.report().sentence(),
                "Divided by " + split.id() + ": " + division[0].length + " clips for training, " + division[1].length
                        + " for validation, " + division[2].length + " for the test.");
        return new SpeechData(
                features,
                new DataParts<>(
                        new SpeechSeries(features, division[0], normalisation),
                        new SpeechSeries(features, division[1], normalisation),
                        new SpeechSeries(features, division[2], normalisation),
                        notes),
                normalisation);
    }

    /**
     * One recording as a model sees it, for a prediction.
     *
     * @param file WAV, 16-bit PCM, one channel, 16,000 samples a second, one second long
     * @param normalisation of the data that the model was trained on
     * @return [{@value SpeechSeries#TIMES}, {@value SpeechSeries#CHANNELS}]
     * @throws DataException if it is not such a file
     */
    public static float[] series(Path file, Normalisation normalisation) {
        return SpeechFile.series(file, normalisation);
    }

    /**
     * The samples of one recording, from -1 to 1.
     *
     * @param file as for {@link #series}
     * @throws DataException if it is not such a file
     */
    public static double[] samples(Path file) {
        return SpeechFile.samples(file);
    }

    /** The three parts. */
    public DataParts<SpeechSeries> parts() {
        return parts;
    }

    /** The words to train on. */
    public SpeechSeries train() {
        return parts.train();
    }

    /** The words to choose settings by. */
    public SpeechSeries validation() {
        return parts.validation();
    }

    /** The words to report on. */
    public SpeechSeries test() {
        return parts.test();
    }

    /** Mean and deviation of the coefficients in the training part: what a recording needs before it is given to a model. */
    public Normalisation normalisation() {
        return normalisation;
    }

    /** What became of the clips. */
    public ClipReport report() {
        return features.report();
    }
}
