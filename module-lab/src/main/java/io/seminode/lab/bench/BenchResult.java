package io.seminode.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measurement, with the fields of the peers' measurements.
 *
 * @param peer who was measured
 * @param tensorflow version of the native library
 * @param problem its name
 * @param norm of the backward solve
 * @param method the Runge-Kutta method's name
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param batch number of examples
 * @param parameters how many numbers are learnt
 * @param forwardMs median
 * @param backwardMs median
 * @param forwardNfe evaluations of the field in one forward solve
 * @param backwardNfe evaluations of the adjoint system in one backward solve
 * @param forwardAccepted steps
 * @param forwardRejected steps
 * @param backwardAccepted steps
 * @param backwardRejected steps
 * @param msPerForwardNfe time of one evaluation
 * @param msPerBackwardNfe time of one evaluation
 * @param loss of the solution
 * @param threads that TensorFlow may use
 * @param peakRssMib largest resident size of the process; null if unknown
 * @param engine that ran
 * @param mode faithful or lazy
 * @param adjoint how the gradient was taken
 * @param batching joint or per-sample
 * @param sampleSteps accepted steps forward of the examples, if each has its own: least, median, most; null otherwise
 * @param gradientError of the gradient by the parameters, relative to its size, against float64 at a tolerance of 1e-9;
 *     null if it was not asked for
 */
public record BenchResult(
        String peer,
        String tensorflow,
        String problem,
        String norm,
        String method,
        double rtol,
        double atol,
        int batch,
        long parameters,
        double forwardMs,
        double backwardMs,
        long forwardNfe,
        long backwardNfe,
        long forwardAccepted,
        long forwardRejected,
        long backwardAccepted,
        long backwardRejected,
        double msPerForwardNfe,
        double msPerBackwardNfe,
        double loss,
        int threads,
        @Nullable Long peakRssMib,
        String engine,
        String mode,
        String adjoint,
        String batching,
        @Nullable List<Long> sampleSteps,
        @Nullable Double gradientError) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static BenchResult fromJson(String line) {
        try {
            return JSON.readValue(line, BenchResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Found \"" + line + "\", expected a measurement as JSON.", e);
        }
    }

    /** One line of JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Can't write the result as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
