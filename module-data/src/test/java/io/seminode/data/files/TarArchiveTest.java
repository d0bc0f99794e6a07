package io.seminode.data.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
    private static final int BLOCK = 512;

    @TempDir
    private Path folder;

    private final Map<String, byte[]> content = new LinkedHashMap<>();

    @BeforeEach
    void fill() {
        content.put("a/first", new byte[1000]);
        content.put("a/" + "long".repeat(60), "second".getBytes(StandardCharsets.UTF_8));
        content.put("empty", new byte[0]);
    }

    private Map<String, Integer> read(byte[] archive) throws IOException {
        Path file = folder.resolve("archive");
        Files.write(file, archive);
        Map<String, Integer> sizes = new TreeMap<>();
        new TarArchive(file).forEach(DataProgress.NONE, entry -> sizes.put(entry.name(), entry.bytes().length));
        return sizes;
    }

    private DataException assertDamaged(byte[] archive) {
        DataException e = assertThrows(DataException.class, () -> read(archive));
        assertEquals(Reason.DAMAGED, e.reason(), e.getMessage());
        assertEquals(folder.resolve("archive").toString(), e.file());
        assertTrue(e.offset().isPresent(), e.getMessage());
        return e;
    }

    @Test
    void readsPlainAndCompressedArchives() throws IOException {
        byte[] tar = TarFiles.tar(content);
        Map<String, Integer> expected = new TreeMap<>();
        content.forEach((name, bytes) -> expected.put(name, bytes.length));
        assertEquals(expected, read(tar));
        assertEquals(expected, read(TarFiles.gzip(tar)));
    }

    /** Wherever an archive is cut, even between two entries, it is not taken for whole. */
    @Test
    void cutArchivesAreDamaged() throws IOException {
        byte[] tar = TarFiles.tar(content);
        int used = 0; // to the end of the last entry's header: "empty" has no content
        for (int at = 0; at < tar.length; at++) {
            used = tar[at] != 0 ? at + 1 : used;
        }
        int end = (used + BLOCK - 1) / BLOCK * BLOCK;
        for (int length = BLOCK; length <= end; length += BLOCK) {
            assertDamaged(Arrays.copyOf(tar, length));
            assertDamaged(TarFiles.gzip(Arrays.copyOf(tar, length)));
        }
        byte[] packed = TarFiles.gzip(tar);
        for (int length = 2; length < packed.length; length += 7) {
            assertDamaged(Arrays.copyOf(packed, length));
        }
    }

    @Test
    void whatIsNoArchiveIsDamaged() {
        assertDamaged(new byte[0]);
        assertDamaged(new byte[10 * BLOCK]);
        assertDamaged("hello".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void absurdSizesAreErrorsAtOnce() throws IOException {
        byte[] header = Arrays.copyOf(TarFiles.tar(Map.of("a", new byte[0])), BLOCK);
        byte[] size = "77777777777".getBytes(StandardCharsets.US_ASCII); // 8 GiB
        System.arraycopy(size, 0, header, 124, size.length);
        repairChecksum(header);
        DataException e = assertDamaged(header);
        assertTrue(e.getMessage().contains("8589934591 bytes"), e.getMessage());
    }

    /** A name of four gigabytes of zeros compresses to four megabytes; it must not be read into memory. */
    @Test
    void endlessNamesAreErrors() throws IOException {
        byte[] header =
                Arrays.copyOf(TarFiles.tar(Map.of("x".repeat(200), new byte[0])), BLOCK); // begins with a GNU long name
        byte[] size = "37777777777".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        repairChecksum(header);
        ByteArrayOutputStream endless = new ByteArrayOutputStream();
        endless.write(header);
        endless.write(new byte[5_000_000]);
        DataException e = assertDamaged(TarFiles.gzip(endless.toByteArray()));
        assertTrue(e.getMessage().contains("more data than there can be"), e.getMessage());
    }

    /** The sum of the header's bytes, with spaces in the place of the sum. */
    private static void repairChecksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, 148, digits.length);
    }

    @Test
    void missingFileIsTold() {
        DataException e = assertThrows(
                DataException.class,
                () -> new TarArchive(folder.resolve("none")).forEach(DataProgress.NONE, entry -> {}));
        assertEquals(Reason.MISSING, e.reason());
    }
}
