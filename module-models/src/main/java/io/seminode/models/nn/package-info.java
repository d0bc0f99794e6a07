/** Layers. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.nn;
