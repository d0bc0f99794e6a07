/** Things chosen by name and found by {@code ServiceLoader}. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.spi;
