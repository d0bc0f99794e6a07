package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import org.tribuo.Example;

/**
 * Makes time series of examples, for {@link NeuralCdeTrainer}: as {@code FeatureConverter} in Tribuo's own TensorFlow trainer
 * makes tensors.
 *
 * <p>A converter is stored with a model by its class and its configuration, so it needs a constructor without arguments, a
 * package that is open to {@code com.oracle.labs.mlrg.olcut}, and {@code @Config} fields of single values only: numbers,
 * texts, enums. It must not change, and is used by several threads at once.
 */
public interface SeriesConverter extends Configurable, Provenancable<ConfiguredObjectProvenance> {
    /**
     * The series of an example.
     *
     * @throws IllegalArgumentException if the example cannot be read as one; the message names the feature
     */
    TimeSeries convert(Example<?> example);
}
