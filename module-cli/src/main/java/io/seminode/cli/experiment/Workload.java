package io.seminode.cli.experiment;

import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.DataSettings;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is trained on what.
 *
 * @param model makes the untrained model
 * @param times the output times of a solve
 * @param jumpTimes where the field jumps in between
 * @param train examples to learn from
 * @param validation examples to watch during training
 * @param test examples for the result
 * @param data how features are made, for the model's file
 */
public record Workload(
        Supplier<TrainableModel> model,
        List<Double> times,
        List<Double> jumpTimes,
        Examples train,
        Examples validation,
        Examples test,
        DataSettings data) {

    /** Copies the times. */
    public Workload {
        times = List.copyOf(times);
        jumpTimes = List.copyOf(jumpTimes);
    }

    /** Of a field without jumps. */
    public Workload(
            Supplier<TrainableModel> model,
            List<Double> times,
            Examples train,
            Examples validation,
            Examples test,
            DataSettings data) {
        this(model, times, List.of(), train, validation, test, data);
    }
}
