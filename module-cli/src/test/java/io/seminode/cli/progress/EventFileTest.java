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
            progress.training("seminorm:a=1", 1, 2);
            progress.batch(new BatchMetrics(1, 2, 1, 3, 0.5, Map.of("accuracy", 0.25), COST, COST));
            progress.batch(new BatchMetrics(2, 2, 1, 3, 0.25, Map.of("accuracy", 0.5), COST, COST));
            progress.epoch(new EpochMetrics(2, 3, 0.2, Map.of(), 0.3, Map.of("accuracy", 0.75), COST, COST, 0, 1.5));
        }
        Path place = folder.resolve("tensorboard").resolve("seminorm_a_1-repeat2");
        List<Event> events = read(place);
        assertEquals(4, events.size());
        assertEquals("brain.Event:2", events.get(0).getFileVersion());
        assertEquals(1, events.get(1).getStep());
        assertEquals(4, events.get(2).getStep(), "the first batch of the second epoch of three");
        assertEquals(0.25, values(events.get(2)).get("batch/loss"));
        assertEquals(0.75, values(events.get(3)).get("epoch/validation accuracy"));
        assertEquals(12, values(events.get(3)).get("epoch/backward evaluations"));
        assertTrue(events.get(1).getWallTime() > 1e9);
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
