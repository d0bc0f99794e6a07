/** Options that commands share, those of the laboratory included. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.option;
