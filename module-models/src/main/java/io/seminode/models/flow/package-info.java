/** Continuous normalising flows: densities learnt as ODEs whose log-density is a quadrature. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.flow;
