package io.seminode.solver;

/**
 * One step that was tried.
 *
 * @param start time it started from
 * @param size signed size
 * @param accepted whether its error was within the tolerance
 */
public record StepRecord(double start, double size, boolean accepted) {}
