/** For whoever runs sweeps elsewhere than in local processes. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.sweep.spi;
