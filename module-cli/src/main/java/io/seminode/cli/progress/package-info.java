/** Live progress on standard error, and a clean end on Ctrl-C. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.progress;
