/** Many trainings that differ in norm, tolerance and seed: what they are, where each one's results lie. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.grid;
