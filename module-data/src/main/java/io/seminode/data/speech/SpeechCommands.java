package io.seminode.data.speech;

import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSummary;
import io.seminode.data.files.Checksum;
import io.seminode.data.files.DataCache;
import io.seminode.data.files.RemoteFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Speech Commands by name. */
public final class SpeechCommands implements DataSet {
    /** Its name. */
    public static final String NAME = "speech-commands";

    private static final String FILE = "speech_commands_v0.02.tar.gz";

    /** For the service loader. */
    public SpeechCommands() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "one-second recordings of spoken words, ten of which the paper uses, as 161 x 20 MFCC";
    }

    @Override
    public String source() {
        return "Pete Warden, \"Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition\", 2018,"
                + " arXiv:1804.03209.";
    }

    @Override
    public String licence() {
        return "Creative Commons Attribution 4.0 International (CC BY 4.0).";
    }

    /** The checksum is TensorFlow Datasets' and torchaudio's. */
    @Override
    public List<RemoteFile> files() {
        return List.of(new RemoteFile(
                FILE,
                List.of(
                        URI.create("https://storage.googleapis.com/download.tensorflow.org/data/" + FILE),
                        URI.create("http://download.tensorflow.org/data/" + FILE)),
                2_428_923_189L,
                Checksum.sha256("af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58"),
                Optional.empty()));
    }

    @Override
    public DataSummary inspect(Path place, DataProgress progress) {
        return DataSummary.of(SpeechData.load(place, SpeechSplit.SPEAKER, 0, DataCache.none(), progress)
                .parts());
    }
}
