package io.seminode.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
    private static final String NAME = "file.bin";

    @TempDir
    private Path root;

    private final byte[] bytes = new byte[300_000];
    private Path folder;
    private TestServer server;
    private final Downloader downloader = new Downloader(3, Duration.ofMillis(1), Duration.ofSeconds(5));

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(bytes);
        server = new TestServer(bytes);
        folder = root.resolve("made/when/needed");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RemoteFile file(URI... addresses) {
        return new RemoteFile(NAME, List.of(addresses), bytes.length, sha256(bytes), Optional.empty());
    }

    private static Checksum sha256(byte[] of) {
        return Checksum.sha256(
                HexFormat.of().formatHex(Checksum.Algorithm.SHA256.digest().digest(of)));
    }

    private Path fetch(RemoteFile file) {
        return downloader.fetch(file, folder, DataProgress.NONE);
    }

    private void keepPart(byte[] part) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(NAME + ".part"), part);
    }

    private void assertComplete(Path fetched) throws IOException {
        assertArrayEquals(bytes, Files.readAllBytes(fetched));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(fetched), files.toList());
        }
    }

    @Test
    void getsAFileOnce() throws IOException {
        AtomicLong last = new AtomicLong();
        assertComplete(downloader.fetch(file(server.address()), folder, (what, done, total) -> {
            assertEquals(bytes.length, total);
            last.set(done);
        }));
        assertEquals(bytes.length, last.get());
        assertComplete(fetch(file(server.address())));
        assertEquals(List.of("all"), server.ranges());
    }

    @Test
    void goesOnWhenATransferBreaksOff() throws IOException {
        server.breakAfter = 100_000;
        assertComplete(fetch(file(server.address())));
        assertEquals(List.of("all", "100000-", "200000-"), server.ranges());
    }

    @Test
    void goesOnWhereAnEarlierProcessStopped() throws IOException {
        assertThrows(
                IllegalStateException.class,
                () -> downloader.fetch(file(server.address()), folder, (what, done, total) -> {
                    if (done > 50_000) {
                        throw new IllegalStateException("the user wants to stop");
                    }
                }));
        long kept = Files.size(folder.resolve(NAME + ".part"));
        assertTrue(kept > 50_000 && kept < bytes.length, kept + " bytes");
        assertFalse(Files.exists(folder.resolve(NAME)));
        assertComplete(fetch(file(server.address())));
        assertEquals(List.of("all", kept + "-"), server.ranges());
    }

    @Test
    void startsAfreshIfTheServerKnowsNoRanges() throws IOException {
        server.knowsRanges = false;
        keepPart(Arrays.copyOf(bytes, 1234));
        assertComplete(fetch(file(server.address())));
        assertEquals(List.of("1234-"), server.ranges());
    }

    @Test
    void completePartNeedsOnlyToBeChecked() throws IOException {
        keepPart(bytes);
        assertComplete(fetch(file(server.address())));
    }

    @Test
    void partOfAnotherFileIsThrownAway() throws IOException {
        byte[] other = bytes.clone();
        other[17] ^= 1;
        for (byte[] part : List.of(Arrays.copyOf(other, 5000), other, Arrays.copyOf(other, bytes.length + 100))) {
            keepPart(part);
            assertComplete(fetch(file(server.address())));
            Files.delete(folder.resolve(NAME));
        }
    }

    @Test
    void wrongChecksumIsNeverKept() throws IOException {
        RemoteFile wrong =
                new RemoteFile(NAME, List.of(server.address()), bytes.length, sha256(new byte[1]), Optional.empty());
        DataException e = assertThrows(DataException.class, () -> fetch(wrong));
        assertEquals(Reason.WRONG_CHECKSUM, e.reason());
        assertTrue(e.getMessage().contains(sha256(bytes).hex()), e.getMessage());
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void moreThanExpectedIsAnotherFile() {
        RemoteFile shorter = new RemoteFile(NAME, List.of(server.address()), 1000, sha256(bytes), Optional.empty());
        assertEquals(
                Reason.WRONG_CHECKSUM,
                assertThrows(DataException.class, () -> fetch(shorter)).reason());
    }

    @Test
    void damagedFileIsNotOverwritten() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(NAME), new byte[3]);
        DataException e = assertThrows(DataException.class, () -> fetch(file(server.address())));
        assertEquals(Reason.WRONG_CHECKSUM, e.reason());
        assertEquals(3, Files.size(folder.resolve(NAME)));
    }

    @Test
    void nextAddressIsTried() throws IOException {
        try (TestServer refusing = new TestServer(bytes)) {
            refusing.refusal = 403;
            assertComplete(fetch(file(refusing.address(), server.address())));
            assertEquals(1, refusing.ranges().size());
        }
    }

    @Test
    void refusalIsAnErrorThatNamesAddressAndStatus() {
        server.refusal = 404;
        DataException e = assertThrows(DataException.class, () -> fetch(file(server.address())));
        assertEquals(Reason.UNREACHABLE, e.reason());
        assertTrue(e.getMessage().contains("404"), e.getMessage());
        assertEquals(server.address().toString(), e.file());
    }

    @Test
    void givesUpAfterAttemptsThatBringNothing() {
        server.breakAfter = 0;
        DataException e = assertThrows(DataException.class, () -> fetch(file(server.address())));
        assertEquals(Reason.UNREACHABLE, e.reason());
        assertEquals(3, server.ranges().size());
    }

    @Test
    void unreachableServerIsAnError() {
        URI address = server.address();
        server.close();
        DataException e = assertThrows(DataException.class, () -> fetch(file(address)));
        assertEquals(Reason.UNREACHABLE, e.reason());
        assertTrue(e.getMessage().contains("ConnectException: Connection refused"), e.getMessage());
    }

    /** A third party's data set may name any address: what is not of the web is refused by name. */
    @Test
    void addressesThatAreNotOfTheWebAreRefused() {
        for (String address : List.of("file:///etc/passwd", "ftp://host/file", "jar:file:/a.jar!/b", "relative/file")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> file(URI.create(address)));
            assertTrue(e.getMessage().contains(address) && e.getMessage().contains(NAME), e.getMessage());
        }
    }

    /** What may come over plain HTTP is known by a checksum that tells attacks, too. */
    @Test
    void everyDataSetIsPinnedWithSha256() {
        for (DataSet dataSet : DataSets.load().all()) {
            for (RemoteFile file : dataSet.files()) {
                assertEquals(
                        Checksum.Algorithm.SHA256, file.checksum().algorithm(), dataSet.name() + " " + file.name());
            }
        }
    }
}
