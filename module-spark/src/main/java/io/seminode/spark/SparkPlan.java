package io.seminode.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the runner hands to the driver.
 *
 * @param folder of the sweep
 * @param seminode the words that start Seminode on the machines of the cluster
 * @param tasks what is to be run
 */
@SuppressWarnings("serial") // the lists are the JDK's immutable ones
record SparkPlan(String folder, List<String> seminode, List<SparkTask> tasks) implements Serializable {
    SparkPlan {
        seminode = List.copyOf(seminode);
        tasks = List.copyOf(tasks);
    }

    void write(Path file) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(this);
        }
    }

    /** Reads what this version's {@link SparkRunner} wrote a moment ago. */
    @SuppressWarnings("BanSerializableRead") // Spark's own way for tasks, and nobody else's data
    static SparkPlan read(Path file) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return (SparkPlan) in.readObject();
        }
    }
}
