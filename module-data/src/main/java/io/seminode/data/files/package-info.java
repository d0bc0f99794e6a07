/** Files that data comes in: archives, downloads, the cache of what was computed from them. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.files;
