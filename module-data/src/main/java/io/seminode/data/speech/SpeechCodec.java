package io.seminode.data.speech;

import io.seminode.data.files.DataCache;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How features are cached. */
final class SpeechCodec implements DataCache.Codec<SpeechFeatures> {
    private static final int VALUES = SpeechFeatures.FRAMES * SpeechFeatures.COEFFICIENTS;

    @Override
    public void write(SpeechFeatures features, DataOutputStream out) throws IOException {
        writeReport(features.report(), out);
        ByteBuffer buffer = ByteBuffer.allocate(VALUES * Float.BYTES);
        for (int i = 0; i < features.clips().size(); i++) {
            ClipName clip = features.clips().get(i);
            out.writeUTF(clip.word());
            out.writeUTF(clip.speaker());
            out.writeInt(clip.take());
            buffer.asFloatBuffer().put(features.values().get(i));
            out.write(buffer.array());
        }
    }

    @Override
    public SpeechFeatures read(DataInputStream in) throws IOException {
        ClipReport report = readReport(in);
        List<ClipName> clips = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        byte[] buffer = new byte[VALUES * Float.BYTES];
        for (int i = 0; i < report.used(); i++) {
            clips.add(new ClipName(in.readUTF(), in.readUTF(), in.readInt()));
            in.readFully(buffer);
            float[] clip = new float[VALUES];
            ByteBuffer.wrap(buffer).asFloatBuffer().get(clip);
            values.add(clip);
        }
        return new SpeechFeatures(clips, values, report);
    }

    private static void writeReport(ClipReport report, DataOutputStream out) throws IOException {
        out.writeInt(report.used());
        out.writeInt(report.leftOut().size());
        for (Map.Entry<ClipFault, Integer> entry : report.leftOut().entrySet()) {
            out.writeUTF(entry.getKey().id());
            out.writeInt(entry.getValue());
        }
        out.writeInt(report.examples().size());
        for (String example : report.examples()) {
            out.writeUTF(example);
        }
    }

    private static ClipReport readReport(DataInputStream in) throws IOException {
        int used = in.readInt();
        Map<ClipFault, Integer> leftOut = new EnumMap<>(ClipFault.class);
        for (int left = in.readInt(); left > 0; left--) {
            leftOut.put(ClipFault.valueOf(in.readUTF().toUpperCase(java.util.Locale.ROOT)), in.readInt());
        }
        List<String> examples = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            examples.add(in.readUTF());
        }
        return new ClipReport(used, leftOut, examples);
    }
}
