/** Where the solution crosses zero of an event function, what happens there, and its adjoint. */
@NullMarked
package io.seminode.solver.internal.event;

import org.jspecify.annotations.NullMarked;
