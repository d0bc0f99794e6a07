package io.seminode.data.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.data.DataParts;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clips: the subset of the official data in {@code seminode.shared}. */
class SharedSpeechTest {
    private static final int CLIPS = 2749;

    @TempDir
    private static Path cacheFolder;

    private static Path place;
    private static SpeechData data;

    @BeforeAll
    static void read() {
        String shared = System.getProperty("seminode.shared", "");
        place = Path.of(shared, "data", "speech_commands");
        assumeTrue(!shared.isEmpty() && Files.isDirectory(place), "no folder in seminode.shared");
        data = load(SpeechSplit.SPEAKER, 0);
    }

    private static SpeechData load(SpeechSplit split, long seed) {
        return SpeechData.load(place, split, seed, DataCache.in(cacheFolder), DataProgress.NONE);
    }

    private static List<SpeechSeries> parts(SpeechData of) {
        DataParts<SpeechSeries> parts = of.parts();
        return List.of(parts.train(), parts.validation(), parts.test());
    }

    @Test
    void everyClipIsUsed() {
        assertEquals(CLIPS, data.report().used());
        assertEquals(Map.of(), data.report().leftOut());
        assertEquals(CLIPS, parts(data).stream().mapToInt(SpeechSeries::size).sum());
    }

    /** The counts that the subset's description gives, in the order of the paper's words. */
    @Test
    void wordsAreCountedRight() {
        int[] sums = new int[ClipName.WORDS.size()];
        for (SpeechSeries part : parts(data)) {
            int[] counts = part.classCounts();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts[i];
            }
        }
        assertArrayEquals(new int[] {286, 280, 291, 275, 286, 256, 264, 266, 272, 273}, sums);
    }

    @Test
    void nobodySpeaksInTwoParts() {
        Set<String> everybody = new HashSet<>();
        int speakers = 0;
        for (SpeechSeries part : parts(data)) {
            Set<String> here = new HashSet<>();
            for (int i = 0; i < part.size(); i++) {
                here.add(part.clip(i).speaker());
            }
            speakers += here.size();
            everybody.addAll(here);
        }
        assertEquals(162, everybody.size());
        assertEquals(speakers, everybody.size());
    }

    @Test
    void partsHaveTheirSharesOfEveryWord() {
        for (SpeechSplit split : SpeechSplit.values()) {
            SpeechData divided = load(split, 1);
            double[] shares = {0.7, 0.15, 0.15};
            for (int part = 0; part < shares.length; part++) {
                SpeechSeries series = parts(divided).get(part);
                assertEquals(shares[part], (double) series.size() / CLIPS, 0.005, split.id());
                int[] counts = series.classCounts();
                for (int count : counts) {
                    assertEquals(shares[part] * CLIPS / 10, count, 15, split.id());
                }
            }
        }
    }

    @Test
    void trainingPartIsNormalised() {
        SpeechSeries train = data.train();
        double[] sums = new double[SpeechSeries.CHANNELS];
        double[] squares = new double[SpeechSeries.CHANNELS];
        for (int i = 0; i < train.size(); i++) {
            float[] series = train.gather(new int[] {i}).get(SpeechSeries.FIELD);
            for (int j = 0; j < series.length; j++) {
                sums[j % SpeechSeries.CHANNELS] += series[j];
                squares[j % SpeechSeries.CHANNELS] += (double) series[j] * series[j];
            }
        }
        long count = (long) train.size() * SpeechSeries.TIMES;
        for (int c = 1; c < SpeechSeries.CHANNELS; c++) {
            assertEquals(0, sums[c] / count, 1e-4);
            assertEquals(1, squares[c] / count, 1e-4);
        }
    }

    @Test
    void seriesBeginWithTheTime() {
        float[] series = data.test().gather(new int[] {3, 0}).get(SpeechSeries.FIELD);
        assertEquals(2 * SpeechSeries.TIMES * SpeechSeries.CHANNELS, series.length);
        for (int time = 0; time < SpeechSeries.TIMES; time++) {
            assertEquals(time, series[(SpeechSeries.TIMES + time) * SpeechSeries.CHANNELS]);
        }
    }

    @Test
    void cachedDataIsTheSame() throws Exception {
        try (Stream<Path> files = Files.list(cacheFolder)) {
            assertEquals(1, files.count());
        }
        SpeechData fresh = SpeechData.load(place, SpeechSplit.SPEAKER, 0, DataCache.none(), DataProgress.NONE);
        assertEquals(fresh.report(), data.report());
        assertEquals(fresh.normalisation(), data.normalisation());
        int[] some = {0, 100, 411};
        assertArrayEquals(
                fresh.test().gather(some).get(SpeechSeries.FIELD),
                data.test().gather(some).get(SpeechSeries.FIELD));
    }
}
