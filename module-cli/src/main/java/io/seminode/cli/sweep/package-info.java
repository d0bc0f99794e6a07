/** Sweeps: a grid of trainings, each in a process of its own, here or on a cluster. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.sweep;
