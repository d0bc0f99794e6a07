/** Norms that measure errors: the service and the built-in ones. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.norm;
