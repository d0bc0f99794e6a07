/** Neural controlled differential equations, and the paths that control them. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.cde;
