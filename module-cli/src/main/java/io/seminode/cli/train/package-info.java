/** One training, from settings to a model's file. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.train;
