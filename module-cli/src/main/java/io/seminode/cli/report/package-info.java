/** Tables, plots and the run folder. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.report;
