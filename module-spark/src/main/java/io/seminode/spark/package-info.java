/**
 * Sweeps on Apache Spark.
 *
 * <p>{@link io.seminode.spark.SparkRunner} is a plugin of Seminode. It starts {@code spark-submit} with this jar as the
 * application: {@link io.seminode.spark.SparkSweep} is the driver, which makes a Spark job with one task of each training; {@link
 * io.seminode.spark.RunTraining} is the task, which starts Seminode on the machine it is sent to. So nothing of Seminode's
 * but this jar is in a process of Spark, and nothing of Spark's in one of Seminode.
 */
@org.jspecify.annotations.NullMarked
package io.seminode.spark;
