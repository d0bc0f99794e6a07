/** States as named parts, each coupled or a quadrature. */
@org.jspecify.annotations.NullMarked
package io.seminode.solver.state;
