/** Using stored models. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.predict;
