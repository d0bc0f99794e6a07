/** Data sets and their examples. */
@org.jspecify.annotations.NullMarked
package io.seminode.data;
