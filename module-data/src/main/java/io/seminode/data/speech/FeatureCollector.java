package io.seminode.data.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Takes clips one by one, in any order, and computes their features a batch at a time, so that no sound is kept. */
final class FeatureCollector implements AutoCloseable {
    private static final int BATCH = 32;

    private final Mfcc mfcc = new Mfcc(SpeechFeatures.SETTINGS, BATCH, SpeechFeatures.SAMPLES);
    private final double[] batch = new double[BATCH * SpeechFeatures.SAMPLES];
    private int waiting;
    private final List<ClipName> names = new ArrayList<>();
    private final Set<ClipName> known = new HashSet<>();
    private final List<float[]> values = new ArrayList<>();
    private final ClipReport.Counter counter = new ClipReport.Counter();

    /** Something that may be a clip. */
    interface Candidate {
        /** Its bytes. */
        byte[] bytes() throws java.io.IOException;
    }

    /**
     * Takes what lies in a word's folder.
     *
     * @param path its name below the data set's folder
     * @param isFile whether it is an ordinary file
     * @param size in bytes
     */
    void take(String path, boolean isFile, long size, Candidate candidate) throws java.io.IOException {
        try {
            if (!isFile) {
                throw new UnusableClipException(ClipFault.NOT_A_FILE);
            }
            ClipName name = ClipName.parse(path).orElseThrow(() -> new UnusableClipException(ClipFault.STRANGE_NAME));
            if (size > WavClip.LARGEST) {
                throw new UnusableClipException(ClipFault.TOO_LARGE, size + " bytes");
            }
            double[] samples = WavClip.samples(candidate.bytes());
            if (samples.length != SpeechFeatures.SAMPLES) {
                throw new UnusableClipException(ClipFault.OTHER_LENGTH, samples.length + " samples");
            }
            if (!known.add(name)) {
                throw new UnusableClipException(ClipFault.SAME_NAME);
            }
            names.add(name);
            System.arraycopy(samples, 0, batch, waiting * samples.length, samples.length);
            waiting++;
            if (waiting == BATCH) {
                compute();
            }
        } catch (UnusableClipException unusable) {
            counter.leaveOut(path, unusable);
        }
    }

    private void compute() {
        double[] computed = mfcc.compute(batch);
        int width = computed.length / BATCH;
        for (int i = 0; i < waiting; i++) {
            values.add(SpeechFeatures.rounded(computed, i * width, width));
        }
        waiting = 0;
    }

    /** Everything taken so far, sorted by name, so that the order does not depend on where clips come from. */
    SpeechFeatures features() {
        if (waiting > 0) {
            compute();
        }
        int[] order = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
        List<ClipName> sorted = IntStream.of(order).mapToObj(names::get).toList();
        List<float[]> sortedValues = IntStream.of(order).mapToObj(values::get).toList();
        return new SpeechFeatures(sorted, sortedValues, counter.report(names.size()));
    }

    @Override
    public void close() {
        mfcc.close();
    }
}
