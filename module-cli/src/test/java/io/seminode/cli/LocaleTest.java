package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleTest {
    /** With Turkish letters no model could be stored, with Persian digits no graph could be built. */
    @Test
    void theCommandWorksInNoLocale(@TempDir Path folder) {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"tr", "fa"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                Path run = folder.resolve(tag);
                MainTest.Execution trained = MainTest.run(
                        "train",
                        "toy-cnf",
                        "--epochs",
                        "1",
                        "--max-batches",
                        "1",
                        "--batch-size",
                        "10",
                        "--examples",
                        "100",
                        "--engine",
                        "native",
                        "--out",
                        run.toString());
                assertEquals(0, trained.exitCode(), trained.err());
                assertTrue(Files.exists(run.resolve("model.tribuo")), tag);
                assertEquals(Locale.ROOT, Locale.getDefault());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aNameThatTheEncodingLacksSaysTheRemedy() {
        String said = Errors.oneLine(
                new InvalidPathException("gr\uFFFD", "Malformed input or input contains unmappable characters"));
        assertTrue(said.contains("LC_ALL=C.UTF-8"), said);
    }
}
