/**
 * Neural differential equations as trainers and models of Tribuo.
 *
 * <table>
 *   <caption>Trainers</caption>
 *   <tr><th>trainer</th><th>learns</th></tr>
 *   <tr><td>{@link io.seminode.models.tribuo.NeuralOdeTrainer}</td><td>classes or numbers for vectors of features</td></tr>
 *   <tr><td>{@link io.seminode.models.tribuo.NeuralCdeTrainer}</td><td>classes or numbers for time series</td></tr>
 *   <tr><td>{@link io.seminode.models.tribuo.FlowTrainer}</td><td>which events are anomalous</td></tr>
 * </table>
 *
 * <p>How equations are solved is said by {@link io.seminode.models.tribuo.SolverOptions}, how training goes by {@link
 * io.seminode.models.tribuo.TrainingOptions}. Every trainer makes a {@link io.seminode.models.tribuo.NeuralModel}, which
 * holds native memory: close it, or leave it to the garbage collector.
 */
@org.jspecify.annotations.NullMarked
package io.seminode.models.tribuo;
