package io.seminode.data.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCacheTest {
    private static final DataCache.Codec<String> TEXT = new DataCache.Codec<>() {
        @Override
        public void write(String value, DataOutputStream out) throws IOException {
            out.writeUTF(value);
        }

        @Override
        public String read(DataInputStream in) throws IOException {
            return in.readUTF();
        }
    };

    @TempDir
    private Path root;

    private final AtomicInteger computed = new AtomicInteger();

    private String get(DataCache cache, String key) {
        return cache.get("text", key, TEXT, () -> "value " + computed.incrementAndGet());
    }

    private Path folder() {
        return root.resolve("cache");
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.reduce((a, b) -> {
                        throw new AssertionError("several files");
                    })
                    .orElseThrow();
        }
    }

    @Test
    void computesOncePerKey() {
        DataCache cache = DataCache.in(folder());
        assertEquals("value 1", get(cache, "a"));
        assertEquals("value 1", get(cache, "a"));
        assertEquals("value 2", get(cache, "b"));
        assertEquals("value 1", get(DataCache.in(folder()), "a"));
    }

    @Test
    void nothingIsWrittenUnlessSomethingIsKept() {
        DataHome home = DataHome.of(root.resolve("home"));
        home.cache();
        home.dataSet("mnist");
        assertEquals("value 1", get(DataCache.none(), "a"));
        assertEquals("value 2", get(DataCache.none(), "a"));
        assertFalse(Files.exists(home.folder()));
    }

    /** Every byte counts: wherever one is changed, and wherever the file ends, the value is computed again. */
    @Test
    void damageIsNoticed() throws IOException {
        DataCache cache = DataCache.in(folder());
        get(cache, "a");
        byte[] sound = Files.readAllBytes(onlyFile());
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 4;
            Files.write(onlyFile(), damaged);
            int before = computed.get();
            assertEquals("value " + (before + 1), get(cache, "a"), "byte " + at);
            assertEquals("value " + (before + 1), get(cache, "a"), "repaired after byte " + at);
            Files.write(onlyFile(), java.util.Arrays.copyOf(sound, at));
            assertEquals("value " + (before + 2), get(cache, "a"), "cut at " + at);
        }
    }

    @Test
    void cacheThatCannotBeWrittenDoesNoHarm() throws IOException {
        Files.writeString(folder(), "a file where the folder should be");
        assertEquals("value 1", get(DataCache.in(folder()), "a"));
    }

    @Test
    void homeIsFoundInTheOrderOfItsDescription() {
        assertEquals(Path.of("/p"), home(Map.of(DataHome.PROPERTY, "/p"), Map.of(DataHome.VARIABLE, "/v")));
        assertEquals(Path.of("/v"), home(Map.of("user.home", "/u"), Map.of(DataHome.VARIABLE, "/v")));
        assertEquals(Path.of("/x/seminode"), home(Map.of("user.home", "/u"), Map.of("XDG_CACHE_HOME", "/x")));
        assertEquals(Path.of("/u/.cache/seminode"), home(Map.of("user.home", "/u"), Map.of()));
    }

    private static Path home(Map<String, String> properties, Map<String, String> variables) {
        return DataHome.find(properties::get, variables::get).folder();
    }
}
