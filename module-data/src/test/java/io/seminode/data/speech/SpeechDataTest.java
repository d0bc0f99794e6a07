package io.seminode.data.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataCache;
import io.seminode.data.files.TarFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechDataTest {
    @TempDir
    private Path folder;

    /** Two words, ten speakers. */
    private static Map<String, byte[]> clips() {
        Map<String, byte[]> clips = new LinkedHashMap<>();
        for (int speaker = 0; speaker < 10; speaker++) {
            for (String word : new String[] {"go", "yes"}) {
                clips.put("./" + word + "/0000000" + speaker + "_nohash_0.wav", Wavs.clip(200 + 50 * speaker));
            }
        }
        return clips;
    }

    private SpeechData load(Path place) {
        return SpeechData.load(place, SpeechSplit.SPEAKER, 0, DataCache.none(), DataProgress.NONE);
    }

    private Path archive(byte[] tar) throws IOException {
        Path archive = folder.resolve("speech_commands_v0.02.tar.gz");
        Files.write(archive, TarFiles.gzip(tar));
        return archive;
    }

    @Test
    void archiveAndFolderGiveTheSame() throws IOException {
        Path unpacked = folder.resolve("unpacked");
        for (Map.Entry<String, byte[]> clip : clips().entrySet()) {
            Path file = unpacked.resolve(clip.getKey()).normalize();
            Files.createDirectories(file.getParent());
            Files.write(file, clip.getValue());
        }
        SpeechData fromFolder = load(unpacked);
        archive(TarFiles.tar(clips()));
        SpeechData fromArchive = load(folder);
        assertEquals(20, fromArchive.report().used());
        assertEquals(14, fromArchive.train().size());
        for (int i = 0; i < fromArchive.test().size(); i++) {
            assertEquals(fromFolder.test().clip(i), fromArchive.test().clip(i));
            assertArrayEquals(
                    fromFolder.test().gather(new int[] {i}).get(SpeechSeries.FIELD),
                    fromArchive.test().gather(new int[] {i}).get(SpeechSeries.FIELD));
        }
    }

    @Test
    void predictionSeesWhatTrainingSaw() throws IOException {
        SpeechData data = load(archive(TarFiles.tar(clips())));
        ClipName clip = data.test().clip(0);
        Path file = folder.resolve("clip.wav");
        Files.write(file, clips().get("./" + clip));
        assertArrayEquals(
                data.test().gather(new int[] {0}).get(SpeechSeries.FIELD),
                SpeechData.series(file, data.normalisation()));
        Files.write(file, Wavs.wav(Wavs.PCM, 1, 8_000, 16, 8_000, 440));
        DataException e = assertThrows(DataException.class, () -> SpeechData.series(file, data.normalisation()));
        assertEquals(Reason.WRONG_FORMAT, e.reason());
        assertTrue(e.getMessage().startsWith(file + ": not 16,000 samples a second"), e.getMessage());
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndCounted() throws IOException {
        byte[] tar = TarFiles.tar(out -> {
            for (Map.Entry<String, byte[]> clip : clips().entrySet()) {
                TarFiles.add(out, clip.getKey(), clip.getValue());
            }
            TarFiles.add(out, "./README.md", new byte[10]);
            TarFiles.add(out, "./marvin/00000001_nohash_0.wav", Wavs.clip(100));
            TarFiles.add(out, "./_background_noise_/pink_noise.wav", new byte[2_000_000]);
            TarFiles.add(out, "./go/00000001_nohash_1.wav", Wavs.wav(Wavs.PCM, 1, 16_000, 16, 15_999, 440));
            TarFiles.add(out, "./go/00000001_nohash_2.wav", new byte[0]);
            TarFiles.add(out, "./go/00000001_nohash_3.wav", new byte[2_000_000]);
            TarFiles.add(out, "./go/00000001_nohash_0.wav", Wavs.clip(300));
            TarFiles.add(out, "./go/notes.txt", new byte[3]);
            TarFiles.add(out, "../../go/00000002_nohash_7.wav", Wavs.clip(300));
            TarFiles.add(out, "/go/00000002_nohash_8.wav", Wavs.clip(300));
            TarArchiveEntry link = new TarArchiveEntry("go/00000003_nohash_1.wav", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
        });
        ClipReport report = load(archive(tar)).report();
        assertEquals(20, report.used());
        Map<ClipFault, Integer> expected = new TreeMap<>(Map.of(
                ClipFault.OTHER_LENGTH, 1,
                ClipFault.EMPTY, 1,
                ClipFault.TOO_LARGE, 1,
                ClipFault.SAME_NAME, 1,
                ClipFault.STRANGE_NAME, 3,
                ClipFault.NOT_A_FILE, 1));
        assertEquals(expected, new TreeMap<>(report.leftOut()));
        assertEquals(8, report.examples().size());
        assertTrue(
                report.sentence().startsWith("20 clips used, 8 left out: 1 not 16,000 samples long"),
                report.sentence());
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "something was unpacked");
        }
    }

    @Test
    void dataWithoutUsableClipsIsAnError() throws IOException {
        Path archive = archive(TarFiles.tar(Map.of("go/00000001_nohash_0.wav", new byte[100])));
        DataException e = assertThrows(DataException.class, () -> load(archive));
        assertEquals(Reason.WRONG_FORMAT, e.reason());
        assertTrue(e.getMessage().contains("go/00000001_nohash_0.wav: not a readable WAV file"), e.getMessage());
        assertEquals(
                Reason.MISSING,
                assertThrows(DataException.class, () -> load(folder.resolve("none")))
                        .reason());
        Files.delete(archive);
        assertEquals(
                Reason.MISSING,
                assertThrows(DataException.class, () -> load(folder)).reason());
    }

    @Test
    void changedFilesAreReadAgainThroughTheCache() throws IOException {
        DataCache cache = DataCache.in(folder.resolve("cache"));
        Path archive = archive(TarFiles.tar(clips()));
        SpeechData.load(archive, SpeechSplit.CLIP, 0, cache, DataProgress.NONE);
        SpeechData.load(archive, SpeechSplit.SPEAKER, 1, cache, (what, done, total) -> {
            throw new AssertionError(what);
        });
        Map<String, byte[]> fewer = clips();
        fewer.remove("./go/00000000_nohash_0.wav");
        archive(TarFiles.tar(fewer));
        assertEquals(
                19,
                SpeechData.load(archive, SpeechSplit.CLIP, 0, cache, DataProgress.NONE)
                        .report()
                        .used());
    }

    @Test
    void interruptedReadingLeavesNothing() throws IOException {
        Path cacheFolder = folder.resolve("cache");
        Path archive = archive(TarFiles.tar(clips()));
        assertThrows(
                IllegalStateException.class,
                () -> SpeechData.load(archive, SpeechSplit.CLIP, 0, DataCache.in(cacheFolder), (what, done, total) -> {
                    throw new IllegalStateException("the user wants to stop");
                }));
        assertFalse(Files.exists(cacheFolder));
    }
}
