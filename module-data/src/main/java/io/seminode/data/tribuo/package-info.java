/**
 * Data sources of Tribuo: the data sets that there are, and time series in CSV files.
 *
 * <table>
 *   <caption>Sources</caption>
 *   <tr><th>source</th><th>outputs</th><th>features</th></tr>
 *   <tr><td>{@link io.seminode.data.tribuo.CsvSeriesSource}</td><td>any</td><td>{@code channel@time}, in long or wide form</td></tr>
 *   <tr><td>{@link io.seminode.data.tribuo.SpeechDataSource}</td><td>words</td><td>{@code mfcc00@0} to {@code mfcc19@160}</td></tr>
 *   <tr><td>{@link io.seminode.data.tribuo.ImageDataSource}</td><td>classes</td><td>{@code y00x00} to {@code y27x27}</td></tr>
 *   <tr><td>{@link io.seminode.data.tribuo.PendulumDataSource}</td><td>a state</td><td>the state a moment before</td></tr>
 *   <tr><td>{@link io.seminode.data.tribuo.ToyDensityDataSource}</td><td>expected events</td><td>{@code x}, {@code y}</td></tr>
 * </table>
 */
@org.jspecify.annotations.NullMarked
package io.seminode.data.tribuo;
