package io.seminode.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A training as it is sent to a machine.
 *
 * @param folder its run folder, relative to that of the sweep
 * @param command the words that run it, without the run folder, which comes last
 * @param files what its run folder holds already, by name: {@code tensorboard/seminorm/events} for one in a folder
 */
@SuppressWarnings("serial") // the lists and maps are the JDK's immutable ones
record SparkTask(String folder, List<String> command, Map<String, byte[]> files) implements Serializable {
    SparkTask {
        command = List.copyOf(command);
        files = Map.copyOf(files);
    }
}
