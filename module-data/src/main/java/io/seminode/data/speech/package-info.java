/** Speech Commands and its features. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.speech;
