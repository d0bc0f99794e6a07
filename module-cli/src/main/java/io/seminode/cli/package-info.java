/** The {@code seminode} command and its subcommands. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli;
