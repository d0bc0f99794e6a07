/** Neural ODEs that classify images. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.ode;
