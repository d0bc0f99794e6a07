/** Times forward and backward solves. */
@org.jspecify.annotations.NullMarked
package io.seminode.lab.bench;
