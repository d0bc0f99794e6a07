package io.seminode.data.speech;

import io.seminode.data.Normalisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small speech data for tests outside this package. */
public final class SpeechFixtures {
    private static final int COEFFICIENTS = SpeechSeries.CHANNELS - 1;

    private SpeechFixtures() {}

    /** Clips of one word by ten speakers, by their names in an archive. */
    public static Map<String, byte[]> clips() {
        Map<String, byte[]> clips = new LinkedHashMap<>();
        for (int speaker = 0; speaker < 10; speaker++) {
            clips.put("go/0000000" + speaker + "_nohash_0.wav", Wavs.clip(200 + 50 * speaker));
        }
        return clips;
    }

    /** The coefficients of an example before normalisation, which depends on the other examples. */
    public static List<Float> coefficients(SpeechSeries series, int index) {
        List<Float> all = new ArrayList<>();
        for (float value : series.coefficients(index)) {
            all.add(value);
        }
        return all;
    }

    /** A single recording, and another entry. */
    public static Map<String, List<Float>> oneClip(Path file) {
        Normalisation none =
                new Normalisation(Collections.nCopies(COEFFICIENTS, 0f), Collections.nCopies(COEFFICIENTS, 1f));
        List<Float> values = new ArrayList<>();
        for (float value : SpeechData.series(file, none)) {
            values.add(value);
        }
        return Map.of("clip", values, "length", List.of((float) values.size()));
    }
}
