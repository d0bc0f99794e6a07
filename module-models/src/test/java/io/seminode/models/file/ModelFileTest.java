package io.seminode.models.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.Normalisation;
import io.seminode.models.ModelKind;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.solver.Solver;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.spi.UnknownProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final SymplecticOdeNet NET = new SymplecticOdeNet(5, 4, 3, 0, 0.05, 0.1);
    private static final Solver SOLVER = Solver.create()
            .withTolerances(1e-4, 3e-7)
            .withSteps(s -> s.withFirst(0.01).withSmallest(1e-5).withLargest(0.5))
            .withGradients(g -> g.withStoredSteps(100).withMemoryBudget(1 << 20));
    private static final DataSettings DATA = new DataSettings(
            "pendulum",
            List.of("up", "down"),
            new Normalisation(List.of(0.1f, 1 / 3f), List.of(1.5f, 2e-30f)),
            Map.of("split", "speaker"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.safetensors");
        new ModelFile(NET, SOLVER, DATA, NET.initialParameters(3)).write(file);
    }

    @Test
    void comesBackBitByBit() throws IOException {
        ModelFile read = ModelFile.read(file);
        assertEquals(NET.settings(), read.model().settings());
        assertEquals(SettingsJson.write(SOLVER), SettingsJson.write(read.solver()));
        assertEquals(DATA, read.data());
        Map<String, float[]> expected = NET.initialParameters(3);
        assertEquals(expected.keySet(), read.weights().keySet());
        expected.forEach(
                (name, values) -> assertArrayEquals(values, read.weights().get(name), name));
        Path again = folder.resolve("again");
        read.write(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "nothing temporary is left");
        }
    }

    /** Each byte of the header and many of the data: no change may pass as good. */
    @Test
    void everyChangedByteIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(1);
        Path changed = folder.resolve("changed");
        for (int i = 0; i < 600; i++) {
            byte[] copy = bytes.clone();
            int at = i < 300 ? random.nextInt(bytes.length) : random.nextInt(2500);
            copy[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(changed, copy);
            assertThrows(StoredFileException.class, () -> ModelFile.read(changed), "byte " + at);
        }
    }

    @Test
    void cutAndLengthenedFilesAreDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path changed = folder.resolve("changed");
        for (int length : new int[] {0, 1, 7, 8, 9, 100, bytes.length / 2, bytes.length - 4, bytes.length - 1}) {
            Files.write(changed, Arrays.copyOf(bytes, length));
            assertThrows(StoredFileException.class, () -> ModelFile.read(changed), "length " + length);
        }
        Files.write(changed, Arrays.copyOf(bytes, bytes.length + 4));
        StoredFileException longer = assertThrows(StoredFileException.class, () -> ModelFile.read(changed));
        assertEquals(StoredFileException.Reason.DAMAGED, longer.reason());
    }

    @Test
    void foreignFilesAreToldApart() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "This is a text, and no model at all.\n".repeat(100));
        assertEquals(StoredFileException.Reason.FOREIGN, reason(text));
        Path checkpoint = folder.resolve("checkpoint");
        new Checkpoint(Map.of(), "far", Map.of()).write(checkpoint);
        assertEquals(StoredFileException.Reason.FOREIGN, reason(checkpoint));
        assertEquals(StoredFileException.Reason.UNREADABLE, reason(folder.resolve("missing")));
        assertEquals(StoredFileException.Reason.UNREADABLE, reason(folder));
        Path later = folder.resolve("later");
        new TensorFile(Map.of(), Map.of()).write(later, "seminode-model", 99);
        assertEquals(StoredFileException.Reason.OTHER_VERSION, reason(later));
    }

    private static StoredFileException.Reason reason(Path path) {
        StoredFileException e = assertThrows(StoredFileException.class, () -> ModelFile.read(path));
        assertTrue(e.getMessage().contains(path.getFileName().toString()), e.getMessage());
        return e.reason();
    }

    @Test
    void unknownKindsAreNamed() {
        Providers<ModelKind<?>> none = Providers.of("model kind", List.<ModelKind<?>>of());
        StoredFileException e = assertThrows(StoredFileException.class, () -> ModelFile.read(file, none));
        assertTrue(e.getCause() instanceof UnknownProviderException, e.getMessage());
        assertTrue(e.getMessage().contains("model.safetensors"), e.getMessage());
        assertTrue(e.getMessage().contains("symplectic-ode-net"), e.getMessage());
    }

    /** A header that claims 2 GB, in 222 bytes: offsets are compared with the file before memory is taken. */
    @Test
    void offsetsBeyondTheFileAreDamage() throws IOException {
        for (String format : List.of("seminode-model", "seminode-checkpoint")) {
            for (String offsets : List.of("0,2147483644", "0,9223372036854775804", "-4,2147483640", "4294967296,0")) {
                String header = "{\"__metadata__\":{\"format\":\"" + format + "\",\"version\":\"1\",\"progress\":\"\"},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[" + offsets + "]}}";
                byte[] text = header.getBytes(StandardCharsets.UTF_8);
                Path claims = folder.resolve("claims.safetensors");
                Files.write(
                        claims,
                        ByteBuffer.allocate(8 + text.length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(text.length)
                                .put(text)
                                .array());
                StoredFileException e =
                        assertThrows(StoredFileException.class, () -> TensorFile.read(claims, format, 1), offsets);
                assertEquals(StoredFileException.Reason.DAMAGED, e.reason());
                assertTrue(e.getMessage().contains("claims.safetensors"), e.getMessage());
            }
        }
    }

    /** Models that were edited by hand and signed again: every value of every setting by others. */
    @Test
    void editedModelsNameTheFile() throws IOException {
        TensorFile sound = TensorFile.read(file, "seminode-model", 1);
        List<String> values = List.of("null", "-1", "1e99", "\"other\"", "[]", "{}", "true", "[null]", "2147483648");
        Path edited = folder.resolve("edited.safetensors");
        int refused = 0;
        for (Map.Entry<String, String> text : sound.metadata().entrySet()) {
            List<String> others = new ArrayList<>(List.of("", "{", "null", "[]", "other"));
            Matcher value = Pattern.compile(":(\"[^\"]*\"|[^\",{\\[\\]}]+)").matcher(text.getValue());
            while (value.find()) {
                for (String other : values) {
                    others.add(new StringBuilder(text.getValue())
                            .replace(value.start(1), value.end(1), other)
                            .toString());
                }
            }
            for (String other : others) {
                Map<String, String> metadata = new LinkedHashMap<>(sound.metadata());
                metadata.put(text.getKey(), other);
                new TensorFile(metadata, sound.tensors()).write(edited, "seminode-model", 1);
                try {
                    ModelFile.read(edited);
                } catch (StoredFileException e) {
                    refused++;
                    assertTrue(e.getMessage().contains("edited.safetensors"), other + ": " + e.getMessage());
                }
            }
        }
        assertTrue(refused > 100, refused + " refused");
    }

    @Test
    void everyRegisteredKindIsRebuilt() {
        assertTrue(ModelKinds.all().names().contains(SymplecticOdeNet.KIND.name()));
        for (ModelKind<?> kind : ModelKinds.all().all()) {
            assertTrue(kind.settings().isRecord(), kind.name());
        }
    }
}
