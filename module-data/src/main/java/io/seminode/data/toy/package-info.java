/** Densities in the plane that a person recognises when they see samples. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.toy;
