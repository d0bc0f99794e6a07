/** A forward solve as a whole, and the adjoint that belongs to it. */
@NullMarked
package io.seminode.solver.internal.solve;

import org.jspecify.annotations.NullMarked;
