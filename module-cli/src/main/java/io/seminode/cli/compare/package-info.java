/** Trains a model once per norm and puts the results side by side. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.compare;
