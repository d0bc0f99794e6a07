/** The system of equations that a loop integrates, forward or backward: its parts, its rates, and how their errors are measured. */
@NullMarked
package io.seminode.solver.internal.system;

import org.jspecify.annotations.NullMarked;
