/** Runge-Kutta methods: the service and the built-in ones. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.method;
