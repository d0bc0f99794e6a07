/** The loop over steps, forward and backward; not exported. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.internal;
