/** The data sets that there are, by name: where they come from, and whether what is here is sound. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.catalog;
