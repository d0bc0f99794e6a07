/** What plugins implement to add commands. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.spi;
