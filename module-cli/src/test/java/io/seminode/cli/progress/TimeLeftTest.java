package io.seminode.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.models.train.BatchMetrics;
import io.seminode.solver.SolveStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimeLeftTest {
    private final AtomicLong now = new AtomicLong();
    private final TimeLeft timeLeft = new TimeLeft(2, now::get);

    private void batch(int epoch, int batch, long second) {
        now.set(second * 1_000_000_000);
        timeLeft.batch(new BatchMetrics(epoch, 2, batch, 5, 1, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO));
    }

    @Test
    void theRateSoFarHoldsOn() {
        timeLeft.trainingBegins(2);
        assertEquals(Optional.empty(), timeLeft.estimate());
        batch(1, 1, 3);
        assertEquals(20, timeLeft.total());
        assertEquals(Optional.of(Duration.ofSeconds(57)), timeLeft.estimate());
        batch(2, 5, 30);
        timeLeft.trainingBegins(2);
        batch(1, 5, 60);
        assertEquals(15, timeLeft.done());
        assertEquals(Optional.of(Duration.ofSeconds(20)), timeLeft.estimate());
        batch(2, 5, 80);
        assertEquals(Optional.empty(), timeLeft.estimate());
    }

    @Test
    void durationsAreShort() {
        assertEquals("0:07", LineProgress.format(Duration.ofSeconds(7)));
        assertEquals(
                "61:05".length(),
                LineProgress.format(Duration.ofSeconds(59 * 60 + 5)).length());
        assertEquals("1:01:05", LineProgress.format(Duration.ofSeconds(3665)));
    }
}
