/** What another library does differently under a name that it shares with this one. */
@NullMarked
package io.seminode.solver.internal.compat;

import org.jspecify.annotations.NullMarked;
