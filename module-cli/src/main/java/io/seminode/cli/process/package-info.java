/** Seminode in processes of its own: how they are started. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.process;
