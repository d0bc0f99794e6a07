/** The adaptive loop: step, accept or reject, go on. */
@NullMarked
package io.seminode.solver.internal.loop;

import org.jspecify.annotations.NullMarked;
