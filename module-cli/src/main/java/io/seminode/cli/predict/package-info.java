/** Predictions of stored models. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.predict;
