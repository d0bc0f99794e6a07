/** What can be trained: data, model and schedules. A new experiment is one class and its registration. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.experiment;
