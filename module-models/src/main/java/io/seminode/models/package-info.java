/** Models that can be trained. */
@org.jspecify.annotations.NullMarked
package io.seminode.models;
