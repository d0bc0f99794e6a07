/** One trial step: how large, by which method, with which error. */
@NullMarked
package io.seminode.solver.internal.step;

import org.jspecify.annotations.NullMarked;
