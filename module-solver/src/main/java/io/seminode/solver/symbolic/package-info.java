/** What a solve adds to a compiled function: its values, gradients, events and how it ended, as operands. */
@NullMarked
package io.seminode.solver.symbolic;

import org.jspecify.annotations.NullMarked;
