package io.seminode.data.image;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataCache;
import io.seminode.data.files.FileFingerprint;
import io.seminode.data.files.InputFile;
import io.seminode.data.files.TarArchive;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of CIFAR-10's binary version: records of one byte for the class and three planes of 32 x 32 bytes. */
final class CifarBatches {
    static final int OFFICIAL_TRAIN = 50_000;
    static final int OFFICIAL_TEST = 10_000;
    static final int RECORD = 1 + 32 * 32 * 3;
    static final String TEST = "test_batch.bin";
    static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();

    private static final String UNPACKED = "cifar-10-batches-bin";
    private static final int CLASSES = CifarData.CLASSES.size();

    private final List<byte[]> train;
    private final byte[] test;

    private CifarBatches(List<byte[]> train, byte[] test) {
        this.train = train;
        this.test = test;
    }

    /** The training batches that are there, in order. */
    List<byte[]> train() {
        return train;
    }

    /** The test batch. */
    byte[] test() {
        return test;
    }

    /** Finds and reads the batches. */
    static CifarBatches load(Path place, DataCache cache, DataProgress progress) {
        if (Files.isRegularFile(place)) {
            return fromArchive(place, cache, progress);
        }
        if (!Files.isDirectory(place)) {
            throw CifarData.missing(place, "no such file or folder");
        }
        for (Path folder : List.of(place, place.resolve(UNPACKED))) {
            if (Files.isRegularFile(folder.resolve(TEST))) {
                return fromFolder(folder, progress);
            }
        }
        List<Path> archives = archives(place);
        if (archives.size() != 1) {
            throw CifarData.missing(
                    place, archives.isEmpty() ? "no images found" : "several archives found, " + archives);
        }
        return fromArchive(archives.get(0), cache, progress);
    }

    private static List<Path> archives(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> String.valueOf(file.getFileName()).matches("cifar-10-bin.*\\.(tar\\.gz|tgz|tar)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, folder, "cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    private static CifarBatches fromFolder(Path folder, DataProgress progress) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String name : names()) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                found.put(name, readBatch(file, progress));
            }
        }
        return of(folder, found);
    }

    private static byte[] readBatch(Path path, DataProgress progress) {
        try {
            long size = Files.size(path);
            if (size > TarArchive.LARGEST_ENTRY) {
                throw new DataException(
                        Reason.WRONG_FORMAT, path, size + " bytes found, expected " + OFFICIAL_TEST * RECORD + ".");
            }
            try (InputFile file = InputFile.open(path, progress)) {
                byte[] batch = file.readBytes((int) size, "images");
                file.requireEnd();
                requireRecords(path, 0, batch);
                return batch;
            }
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, path, "cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static CifarBatches fromArchive(Path archive, DataCache cache, DataProgress progress) {
        String key = "cifar-10 batches 1\n" + FileFingerprint.of(archive);
        return cache.get("cifar-10", key, new Codec(), () -> readArchive(archive, progress));
    }

    private static CifarBatches readArchive(Path archive, DataProgress progress) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        new TarArchive(archive).forEach(progress, entry -> {
            String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
            if (!entry.isFile() || !names().contains(name)) {
                return;
            }
            byte[] batch = entry.bytes();
            requireRecords(archive + "!" + entry.name(), 0, batch);
            if (found.put(name, batch) != null) {
                throw new DataException(Reason.DAMAGED, archive, "holds " + name + " twice.");
            }
        });
        return of(archive, found);
    }

    private static CifarBatches of(Path place, Map<String, byte[]> found) {
        byte[] test = found.get(TEST);
        List<byte[]> train = new ArrayList<>();
        for (String name : TRAIN) {
            byte[] batch = found.get(name);
            if (batch != null) {
                train.add(batch);
            }
        }
        if (test == null || train.isEmpty()) {
            throw CifarData.missing(place, "files " + found.keySet() + " found");
        }
        return new CifarBatches(train, test);
    }

    private static List<String> names() {
        return Stream.concat(TRAIN.stream(), Stream.of(TEST)).toList();
    }

    private static void requireRecords(Object file, long start, byte[] batch) {
        if (batch.length == 0 || batch.length % RECORD != 0) {
            throw new DataException(
                    Reason.DAMAGED,
                    file,
                    start + batch.length - batch.length % RECORD,
                    batch.length + " bytes found, expected a multiple of " + RECORD + ", the bytes of an image.");
        }
        for (int at = 0; at < batch.length; at += RECORD) {
            if (batch[at] < 0 || batch[at] >= CLASSES) {
                throw new DataException(
                        Reason.DAMAGED,
                        file,
                        start + at,
                        "class " + Byte.toUnsignedInt(batch[at]) + " found, expected 0 to " + (CLASSES - 1) + ".");
            }
        }
    }

    /** How batches are cached. */
    private static final class Codec implements DataCache.Codec<CifarBatches> {
        @Override
        public void write(CifarBatches batches, DataOutputStream out) throws IOException {
            out.writeInt(batches.train().size());
            for (byte[] batch : batches.train()) {
                writeBatch(batch, out);
            }
            writeBatch(batches.test(), out);
        }

        private static void writeBatch(byte[] batch, DataOutputStream out) throws IOException {
            out.writeInt(batch.length);
            out.write(batch);
        }

        @Override
        public CifarBatches read(DataInputStream in) throws IOException {
            List<byte[]> train = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                train.add(in.readNBytes(in.readInt()));
            }
            return new CifarBatches(train, in.readNBytes(in.readInt()));
        }
    }
}
