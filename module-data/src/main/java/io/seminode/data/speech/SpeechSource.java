package io.seminode.data.speech;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import io.seminode.data.files.FileFingerprint;
import io.seminode.data.files.TarArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the clips are: an archive laid out as the official one, or a folder it was unpacked to.
 *
 * @param path of the archive or folder
 * @param isArchive which of the two
 */
record SpeechSource(Path path, boolean isArchive) {
    private static final String REMEDY =
            "expected speech_commands*.tar.gz, or folders " + String.join(", ", ClipName.WORDS)
                    + "; \"seminode data fetch speech-commands\" gets the official archive.";

    /**
     * Finds the clips.
     *
     * @param place an archive, a folder with one in it, or a folder with the words' folders
     * @throws DataException if there is nothing, or more than one archive
     */
    static SpeechSource find(Path place) {
        if (Files.isRegularFile(place)) {
            return new SpeechSource(place, true);
        }
        if (!Files.isDirectory(place)) {
            throw new DataException(Reason.MISSING, place, "no such file or folder, " + REMEDY);
        }
        if (ClipName.WORDS.stream().anyMatch(word -> Files.isDirectory(place.resolve(word)))) {
            return new SpeechSource(place, false);
        }
        List<Path> archives = archives(place);
        if (archives.isEmpty()) {
            throw new DataException(Reason.MISSING, place, "no clips found, " + REMEDY);
        }
        if (archives.size() > 1) {
            throw new DataException(
                    Reason.WRONG_FORMAT, place, "several archives found, " + archives + "; give the path of one.");
        }
        return new SpeechSource(archives.get(0), true);
    }

    private static List<Path> archives(Path folder) {
        List<Path> archives = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> String.valueOf(file.getFileName()).matches("speech_commands.*\\.(tar\\.gz|tgz|tar)"))
                    .sorted()
                    .forEach(archives::add);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        return archives;
    }

    /** What changes when the clips do: names, sizes and times, not the contents. */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        try {
            if (isArchive) {
                text.append(FileFingerprint.of(path));
            } else {
                for (String word : ClipName.WORDS) {
                    for (Path file : files(path.resolve(word))) {
                        text.append(FileFingerprint.of(file));
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return text.toString();
    }

    /** Reads all clips. */
    SpeechFeatures read(DataProgress progress) {
        SpeechFeatures features;
        try (FeatureCollector collector = new FeatureCollector()) {
            if (isArchive) {
                readArchive(progress, collector);
            } else {
                readFolder(progress, collector);
            }
            features = collector.features();
        }
        if (features.clips().isEmpty()) {
            throw new DataException(
                    Reason.WRONG_FORMAT,
                    path,
                    "no usable clip of the ten words found; "
                            + features.report().sentence() + " "
                            + String.join("; ", features.report().examples()));
        }
        return features;
    }

    private void readArchive(DataProgress progress, FeatureCollector collector) {
        new TarArchive(path).forEach(progress, entry -> {
            if (!entry.name().endsWith("/") && ClipName.isInWordFolder(entry.name())) {
                collector.take(entry.name(), entry.isFile(), entry.size(), entry::bytes);
            }
        });
    }

    private void readFolder(DataProgress progress, FeatureCollector collector) {
        try {
            int done = 0;
            for (String word : ClipName.WORDS) {
                for (Path file : files(path.resolve(word))) {
                    collector.take(
                            word + "/" + file.getFileName(),
                            Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
                            Files.size(file),
                            () -> Files.readAllBytes(file));
                }
                progress.update("Reading " + path.getFileName(), ++done, ClipName.WORDS.size());
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static DataException unreadable(Path path, IOException e) {
        return new DataException(Reason.UNREADABLE, path, "cannot be read: " + e.getMessage() + ".", e);
    }
}
