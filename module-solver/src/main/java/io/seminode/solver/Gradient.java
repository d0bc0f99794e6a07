package io.seminode.solver;

import java.util.Map;

/** The gradient of a loss by what a solution depends on, copied out of TensorFlow. */
public final class Gradient {
    private final Map<String, double[]> state;
    private final Map<String, double[]> parameters;
    private final double[] times;
    private final SolveStatistics statistics;

    Gradient(
            Map<String, double[]> state, Map<String, double[]> parameters, double[] times, SolveStatistics statistics) {
        this.state = Map.copyOf(state);
        this.parameters = Map.copyOf(parameters);
        this.times = times;
        this.statistics = statistics;
    }

    /**
     * By a part of the state at the first time, row-major.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    public double[] state(String part) {
        return get(state, "part", part);
    }

    /**
     * By a learnt parameter, row-major.
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    public double[] parameter(String name) {
        return get(parameters, "learnt parameter", name);
    }

    /** By each output time; empty if it was not asked for. */
    public double[] times() {
        return times.clone();
    }

    /** What the backward solve cost. */
    public SolveStatistics statistics() {
        return statistics;
    }

    private static double[] get(Map<String, double[]> gradients, String what, String name) {
        double[] gradient = gradients.get(name);
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "No " + what + " \"" + name + "\"; there are " + gradients.keySet() + ".");
        }
        return gradient.clone();
    }
}
