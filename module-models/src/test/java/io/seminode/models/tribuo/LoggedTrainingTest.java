package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.train.EarlyStopping;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import io.seminode.solver.SolveStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoggedTrainingTest {
    /** Keeps what it is told. */
    private static final class Kept implements System.Logger {
        private final List<String> messages = new ArrayList<>();

        @Override
        public String getName() {
            return "kept";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            messages.add(level + " " + text);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            messages.add(level + " " + format);
        }
    }

    private static EpochMetrics epoch(int number, double heldOut) {
        return new EpochMetrics(
                number, 3, 0.25, Map.of(), heldOut, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO, 0, 1.5);
    }

    @Test
    void everySoManyEpochsAndTheLastOne() {
        Kept log = new Kept();
        TrainingListener listener = new LoggedTraining(log, 7, 3, new TrainingListener() {});
        for (int i = 1; i <= 7; i++) {
            listener.onEpoch(epoch(i, Double.NaN));
        }
        assertEquals(3, log.messages.size(), log.messages::toString);
        assertTrue(log.messages.get(2).startsWith("INFO Epoch 7 of 7: loss 0.2500, "), log.messages::toString);
    }

    @Test
    void anEarlyEndIsToldAndHappens() {
        Kept log = new Kept();
        TrainingListener listener = new LoggedTraining(log, 90, 50, new EarlyStopping(1, Map::of));
        listener.onEpoch(epoch(1, 0.5));
        assertTrue(log.messages.isEmpty() && !listener.isEnough());
        listener.onEpoch(epoch(2, 0.75));
        assertTrue(listener.isEnough());
        assertTrue(log.messages.get(0).contains("0.7500 of the part held out"), log.messages::toString);
    }

    @Test
    void noneIfNoneAreWanted() {
        Kept log = new Kept();
        new LoggedTraining(log, 1, 0, new TrainingListener() {}).onEpoch(epoch(1, 0.5));
        assertEquals(List.of(), log.messages);
    }
}
