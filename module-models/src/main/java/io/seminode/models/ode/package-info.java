/** Neural ODEs of vectors and of images. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.ode;
