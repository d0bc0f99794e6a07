package io.seminode.cli.compare;

/**
 * One of the things that are compared.
 *
 * @param label for tables and plots: the norm, and the tolerance where there are several
 * @param norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 */
public record Variant(String label, String norm, double rtol, double atol) {}
