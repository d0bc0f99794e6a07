/** Reports of runs as one HTML file. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.html;
