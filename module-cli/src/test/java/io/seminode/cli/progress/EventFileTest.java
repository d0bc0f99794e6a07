package io.seminode.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.solver.SolveStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;

class EventFileTest {
    private static final SolveStatistics COST = new SolveStatistics(12, 2, 1, List.of());

    /** The checksum of "123456789" by CRC-32C is 0xe3069283. */
    @Test
    void checksumIsMaskedCrc32c() {
        int crc = 0xe3069283;
        int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
        assertEquals(expected, EventFile.masked("123456789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void eventsAreReadBack(@TempDir Path folder) throws IOException {
        try (TensorBoardProgress progress = new TensorBoardProgress(folder)) {
            progress.training("seminorm:a=1", 1, 2, 1);
            progress.batch(new BatchMetrics(1, 2, 1, 3, 0.5, Map.of("accuracy", 0.25), COST, COST));
            progress.batch(new BatchMetrics(2, 2, 1, 3, 0.25, Map.of("accuracy", 0.5), COST, COST));
            progress.epoch(new EpochMetrics(2, 3, 0.2, Map.of(), 0.3, Map.of("accuracy", 0.75), COST, COST, 0, 1.5));
        }
        Path place = folder.resolve("tensorboard").resolve("seminorm_a_1-repeat2");
        List<Event> events = read(place);
        assertEquals(5, events.size());
        assertEquals("brain.Event:2", events.get(0).getFileVersion());
        assertEquals(
                SessionLog.SessionStatus.START, events.get(1).getSessionLog().getStatus());
        assertEquals(1, events.get(1).getStep());
        assertEquals(1, events.get(2).getStep());
        assertEquals(4, events.get(3).getStep(), "the first batch of the second epoch of three");
        assertEquals(0.25, values(events.get(3)).get("batch/loss"));
        assertEquals(0.75, values(events.get(4)).get("epoch/validation accuracy"));
        assertEquals(12, values(events.get(4)).get("epoch/backward evaluations"));
        assertTrue(events.get(1).getWallTime() > 1e9);
    }

    /** TensorBoard drops what it has read from the step of a START on. */
    @Test
    void aContinuedTrainingSaysWhereItBegins(@TempDir Path folder) throws IOException {
        Path place = folder.resolve("tensorboard").resolve("seminorm");
        TensorBoardProgress killed = new TensorBoardProgress(folder);
        killed.training("seminorm", 0, 1, 1);
        killed.batch(new BatchMetrics(1, 2, 3, 3, 0.5, Map.of(), COST, COST));
        assertEquals(3, read(place).size(), "the batch is in the file, though nothing was closed");
        killed.close();
        try (Stream<Path> files = Files.list(place)) {
            Files.delete(files.findFirst().orElseThrow()); // or both would be one file: the process is the same
        }
        try (TensorBoardProgress resumed = new TensorBoardProgress(folder)) {
            resumed.training("seminorm", 0, 1, 1);
            resumed.epoch(new EpochMetrics(1, 3, 0.2, Map.of(), 0.3, Map.of(), COST, COST, 0, 1.5));
            resumed.batch(new BatchMetrics(2, 2, 2, 3, 0.5, Map.of(), COST, COST));
            resumed.batch(new BatchMetrics(2, 2, 3, 3, 0.5, Map.of(), COST, COST));
        }
        List<Event> events = read(place);
        List<Long> starts =
                events.stream().filter(Event::hasSessionLog).map(Event::getStep).toList();
        assertEquals(List.of(5L), starts);
        assertTrue(events.get(2).hasSessionLog(), "after the epoch, before the first batch");
    }

    private static Map<String, Double> values(Event event) {
        Map<String, Double> values = new HashMap<>();
        event.getSummary().getValueList().forEach(v -> values.put(v.getTag(), (double) v.getSimpleValue()));
        return values;
    }

    private static List<Event> read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        assertEquals(1, files.size());
        assertTrue(files.get(0).getFileName().toString().startsWith("events.out.tfevents."));
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(files.get(0))).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            buffer.get(length);
            assertEquals(EventFile.masked(length), buffer.getInt());
            byte[] bytes = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            buffer.get(bytes);
            assertEquals(EventFile.masked(bytes), buffer.getInt());
            events.add(Event.parseFrom(bytes));
        }
        return events;
    }
}
