/** Jars of others, found at run time and loaded so that a broken one does no harm. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.plugin;
