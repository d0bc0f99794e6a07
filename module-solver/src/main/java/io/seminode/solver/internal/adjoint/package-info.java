/** Ways to take a gradient back through a solve. */
@NullMarked
package io.seminode.solver.internal.adjoint;

import org.jspecify.annotations.NullMarked;
