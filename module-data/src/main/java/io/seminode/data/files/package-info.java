/** Files that are whole at every moment. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.files;
