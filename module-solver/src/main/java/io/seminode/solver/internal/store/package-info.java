/** What a forward solve keeps of its steps, for an adjoint or for dense output. */
@NullMarked
package io.seminode.solver.internal.store;

import org.jspecify.annotations.NullMarked;
