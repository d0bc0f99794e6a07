package io.seminode.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.files.DataCache;
import io.seminode.data.files.TarFiles;
import io.seminode.data.image.CifarData;
import io.seminode.data.image.Images;
import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import io.seminode.data.speech.SpeechData;
import io.seminode.data.speech.SpeechFixtures;
import io.seminode.data.speech.SpeechSeries;
import io.seminode.data.speech.SpeechSplit;
import io.seminode.data.tribuo.CsvSeriesSource;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.LabelFactory;

/**
 * Damaged files, made by a seeded mutator. Each is either rejected with an error that names it, or whatever is taken from it
 * is what was in the sound file; it never ends the process, never takes long and never passes as good.
 *
 * <p>What no reader can notice is not tried: other samples or pixels in a file that has no checksum.
 */
class DamagedInputTest {
    /** How many times as many are tried, and with which seed: {@code -Dseminode.damaged.times=10}. */
    private static final int TIMES = Integer.getInteger("seminode.damaged.times", 1);

    private static final long SEED = Long.getLong("seminode.damaged.seed", 0L);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private int rejected;
    private int harmless;

    /** Reads a file; the result is by name what is in it. */
    private interface Reader {
        Map<String, List<Float>> read(Path file) throws IOException;
    }

    /**
     * Damages a file again and again.
     *
     * @param from where in the file it is damaged
     * @param to the end of that
     */
    private void damage(String name, byte[] sound, int from, int to, int times, Reader reader) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, sound);
        Map<String, List<Float>> expected = reader.read(file);
        assertTrue(expected.size() > 1, name);
        Mutator mutator = new Mutator(name.hashCode() + SEED);
        for (int i = 0; i < times * TIMES; i++) {
            byte[] damaged = mutator.mutate(sound, from, to);
            Files.write(file, damaged);
            String what = name + " " + i + ": " + mutator.last();
            try {
                Map<String, List<Float>> found = assertTimeoutPreemptively(PATIENCE, () -> reader.read(file), what);
                found.forEach(
                        (key, value) -> assertTrue(value.equals(expected.get(key)), () -> what + ": another " + key));
                harmless++;
            } catch (DataException e) {
                assertTrue(e.getMessage().contains(name), what + ": " + e.getMessage());
                rejected++;
            }
        }
    }

    /** Damages bytes in one of the ways in which files are damaged. */
    private static final class Mutator {
        private final Random random;
        private String last = "";

        Mutator(long seed) {
            random = new Random(seed);
        }

        String last() {
            return last;
        }

        byte[] mutate(byte[] sound, int from, int to) {
            int at = from + random.nextInt(to - from);
            int length = Math.min(1 + random.nextInt(600), to - at);
            byte[] damaged = sound.clone();
            switch (random.nextInt(6)) {
                case 0 -> {
                    last = "a bit at " + at;
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                }
                case 1 -> {
                    last = "other bytes at " + at;
                    for (int i = at; i < at + Math.min(length, 8); i++) {
                        damaged[i] = (byte) random.nextInt(256);
                    }
                }
                case 2 -> {
                    last = length + " zeros at " + at;
                    Arrays.fill(damaged, at, at + length, (byte) 0);
                }
                case 3 -> {
                    last = "cut at " + at;
                    damaged = Arrays.copyOf(sound, at);
                }
                case 4 -> {
                    last = length + " bytes taken out at " + at;
                    damaged = join(sound, at, at + length);
                }
                default -> {
                    last = length + " bytes doubled at " + at;
                    damaged = join(sound, at + length, at);
                }
            }
            return damaged;
        }

        /** The bytes before the first place, and those after the second. */
        private static byte[] join(byte[] bytes, int before, int after) {
            return ByteBuffer.allocate(before + bytes.length - after)
                    .put(bytes, 0, before)
                    .put(bytes, after, bytes.length - after)
                    .array();
        }
    }

    private static Map<String, List<Float>> speech(Path place) {
        SpeechData data = SpeechData.load(place, SpeechSplit.CLIP, 0, DataCache.none(), DataProgress.NONE);
        Map<String, List<Float>> clips = new TreeMap<>();
        for (SpeechSeries part : List.of(data.train(), data.validation(), data.test())) {
            for (int i = 0; i < part.size(); i++) {
                clips.put(part.clip(i).toString(), SpeechFixtures.coefficients(part, i));
            }
        }
        return clips;
    }

    private static Map<String, List<Float>> images(DataParts<Images> parts) {
        Map<String, List<Float>> images = new TreeMap<>();
        for (Images part : List.of(parts.train(), parts.validation(), parts.test())) {
            for (int i = 0; i < part.size(); i++) {
                Map<String, float[]> example = part.gather(new int[] {i});
                List<Float> values = new ArrayList<>();
                for (float value : example.get(Images.FIELD)) {
                    values.add(value);
                }
                // An image is known by itself: which part it is in depends on how many there are.
                images.put("image " + values.hashCode(), List.of(example.get(Images.LABEL)[0]));
            }
        }
        return images;
    }

    @Test
    void threeHundredDamagedInputs() throws IOException {
        byte[] tar = TarFiles.tar(SpeechFixtures.clips());
        byte[] packed = TarFiles.gzip(tar);
        damage("speech_commands.tar.gz", packed, 0, packed.length, 50, DamagedInputTest::speech);
        damage("speech_commands.tar", tar, 0, 512, 20, DamagedInputTest::speech);
        damage("speech_commands-1.tar", tar, 512, 512 + 44, 20, DamagedInputTest::speech);
        byte[] wav = SpeechFixtures.clips().values().iterator().next();
        damage("go-00000000_nohash_0.wav", wav, 0, 44, 50, SpeechFixtures::oneClip);
        mnist();
        cifar();
        csv();
        assertEquals(300 * TIMES, rejected + harmless);
        // Harmless are clips left out of an archive, and bytes of headers that mean nothing.
        assertTrue(rejected > 200 * TIMES && harmless > 0, rejected + " rejected, " + harmless + " harmless");
    }

    private void mnist() throws IOException {
        Random random = new Random(3);
        byte[] pixels = new byte[40 * 784];
        random.nextBytes(pixels);
        byte[] labels = new byte[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 4);
        }
        byte[] labelFile =
                ByteBuffer.allocate(48).putInt(0x801).putInt(40).put(labels).array();
        byte[] imageFile = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(40)
                .putInt(28)
                .putInt(28)
                .put(pixels)
                .array();
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labelFile);
        Reader reader = file -> images(MnistData.load(folder, MnistKind.MNIST, 0, DataProgress.NONE));
        byte[] packed = TarFiles.gzip(imageFile);
        damage("t10k-images-idx3-ubyte.gz", packed, 0, packed.length, 20, reader);
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        damage("t10k-images-idx3-ubyte", imageFile, 0, 16, 20, reader);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), imageFile);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        byte[] packedLabels = TarFiles.gzip(labelFile);
        damage("t10k-labels-idx1-ubyte.gz", packedLabels, 0, packedLabels.length, 20, reader);
    }

    private void cifar() throws IOException {
        Map<String, byte[]> batches = new LinkedHashMap<>();
        Random random = new Random(4);
        for (String name : List.of("data_batch_1.bin", "test_batch.bin")) {
            byte[] batch = new byte[20 * 3073];
            random.nextBytes(batch);
            for (int i = 0; i < 20; i++) {
                batch[i * 3073] = (byte) (i % 2);
            }
            batches.put("cifar-10-batches-bin/" + name, batch);
        }
        byte[] packed = TarFiles.gzip(TarFiles.tar(batches));
        damage(
                "cifar-10-binary.tar.gz",
                packed,
                0,
                packed.length,
                20,
                file -> images(CifarData.load(file, 0, DataCache.none(), DataProgress.NONE)));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        for (Map.Entry<String, byte[]> batch : batches.entrySet()) {
            String name = batch.getKey().substring(batch.getKey().indexOf('/') + 1);
            Files.write(unpacked.resolve(name), batch.getValue());
        }
        byte[] first = batches.get("cifar-10-batches-bin/data_batch_1.bin");
        damage("data_batch_1.bin", first, 0, 1, 20, file -> {
            Files.copy(file, unpacked.resolve("data_batch_1.bin"), StandardCopyOption.REPLACE_EXISTING);
            Map<String, List<Float>> found = images(CifarData.load(unpacked, 0, DataCache.none(), DataProgress.NONE));
            found.replaceAll((image, label) -> List.of()); // another class of the ten is not to be seen
            return found;
        });
    }

    /** A number may become another one in a text, so that only what comes of it is looked at: examples, or a named error. */
    private void csv() throws IOException {
        String wide = "p@0,p@1.5,q@0,age,state\n1,2,NA,30,good\n-1e3,,0.25,40,\"bad, very\"\n7,8,9,?,good\n";
        String byTime = "id,time,p,q,age,state\na,3.5,2,,30,good\nb,0,-1,0.25,40,bad\na,0,1.5,NaN,30,good\n";
        damage("wide.csv", wide.getBytes(StandardCharsets.UTF_8), 0, wide.length(), 30, file -> {
            count(CsvSeriesSource.wide(file, new LabelFactory(), List.of("state"))
                    .size());
            return Map.of("columns", List.of(), "lines", List.of());
        });
        damage("long.csv", byTime.getBytes(StandardCharsets.UTF_8), 0, byTime.length(), 30, file -> {
            count(CsvSeriesSource.byTime(file, new LabelFactory(), List.of("state"), "id", "time", Set.of("age"))
                    .size());
            return Map.of("columns", List.of(), "lines", List.of());
        });
    }

    private static void count(int examples) {
        assertTrue(examples > 0 && examples <= 8, examples + " examples");
    }

    /**
     * A file of half a megabyte that unpacks to a million black images: in a process with 512 MB of memory, that is said and
     * the file named.
     */
    @Test
    void moreImagesThanThereIsMemoryForAreRefusedByName() throws Exception {
        Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
        int count = 1_000_000;
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(images))) {
            out.write(ByteBuffer.allocate(16)
                    .putInt(0x803)
                    .putInt(count)
                    .putInt(28)
                    .putInt(28)
                    .array());
            byte[] thousand = new byte[1000 * 784];
            for (int i = 0; i < count; i += 1000) {
                out.write(thousand);
            }
        }
        Files.write(
                folder.resolve("t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).array());
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("jdk.module.path")
                                + File.pathSeparator
                                + Path.of("target", "test-classes").toAbsolutePath()
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "io.seminode.data.ReadsImages",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, small.waitFor(), said);
        assertTrue(said.contains("TOO_LARGE") && said.contains(images.toString()), said);
        assertTrue(said.contains("784000000 bytes of pixels"), said);
    }

    /** A header that claims what the file can't hold is refused before anything is read. */
    @Test
    void claimsOfMoreThanThereIsAreRefused() throws IOException {
        byte[] header = ByteBuffer.allocate(16 + 784)
                .putInt(0x803)
                .putInt(1_000_000)
                .putInt(28)
                .putInt(28)
                .array();
        Files.write(
                folder.resolve("t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(9).putInt(0x801).putInt(1).array());
        for (String name : List.of("t10k-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz")) {
            Files.write(folder.resolve(name), name.endsWith("gz") ? TarFiles.gzip(header) : header);
            DataException e = assertThrows(
                    DataException.class, () -> MnistData.load(folder, MnistKind.MNIST, 0, DataProgress.NONE));
            assertEquals(DataException.Reason.DAMAGED, e.reason());
            assertTrue(e.getMessage().contains(name) && e.getMessage().contains("can't hold"), e.getMessage());
        }
    }
}
