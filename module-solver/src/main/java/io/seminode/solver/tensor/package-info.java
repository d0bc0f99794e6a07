/** Compiled functions, loops and derivatives on TensorFlow Java. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.tensor;
