/** The training loop. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.train;
