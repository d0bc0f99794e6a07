/** How a command ends early: with an exit code and one line for the user. */
@NullMarked
package io.seminode.cli.error;

import org.jspecify.annotations.NullMarked;
