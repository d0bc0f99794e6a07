/** An ordinary differential equation with its parameters and events, as a user states it. */
@NullMarked
package io.seminode.solver.problem;

import org.jspecify.annotations.NullMarked;
