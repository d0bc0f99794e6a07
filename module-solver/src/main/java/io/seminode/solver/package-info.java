/**
 * Adaptive solves of ODEs and their adjoints, outside and inside compiled TensorFlow functions.
 *
 * <p>Start at {@link io.seminode.solver.Solver}: a problem is described by {@link io.seminode.solver.problem.Problem}, its
 * right-hand side by {@link io.seminode.solver.problem.VectorField}.
 */
@org.jspecify.annotations.NullMarked
package io.seminode.solver;
