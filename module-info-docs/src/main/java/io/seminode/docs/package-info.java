/** Renders the guide to a static site. */
@org.jspecify.annotations.NullMarked
package io.seminode.docs;
