package io.seminode.data.speech;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat64;

/**
 * Computes mel-frequency cepstral coefficients of many clips at once, in float64, with TensorFlow's Fourier transform.
 *
 * <p>Source of the definition: torchaudio 0.13, {@code transforms.MFCC}; see {@link MfccSettings}.
 */
public final class Mfcc implements AutoCloseable {
    private static final String SAMPLES = "samples";
    private static final String COEFFICIENTS = "mfcc";

    private final int clips;
    private final int samples;
    private final MfccSettings settings;
    private final CompiledFunction function;

    /**
     * Prepares the computation.
     *
     * @param clips that are computed at once
     * @param samples in a clip, more than half a frame
     */
    public Mfcc(MfccSettings settings, int clips, int samples) {
        if (samples <= settings.frame() / 2) {
            throw new IllegalArgumentException(
                    samples + " samples found, expected more than half a frame of " + settings.frame() + ".");
        }
        this.settings = settings;
        this.clips = clips;
        this.samples = samples;
        TensorSpec input = new TensorSpec(SAMPLES, TFloat64.class, Shape.of(clips, samples));
        this.function = CompiledFunction.compile(
                "mfcc", List.of(input), ExecutionOptions.NATIVE_CPU, (tf, in) -> Map.of(COEFFICIENTS, build(tf, in)));
    }

    /** How many clips are computed at once. */
    public int clips() {
        return clips;
    }

    /**
     * Computes.
     *
     * @param batch the samples of the clips, from -1 to 1, [clips, samples]
     * @return [clips, frames, coefficients]
     */
    public double[] compute(double[] batch) {
        try (TFloat64 input = Tensors.of(TFloat64.class, Shape.of(clips, samples), batch);
                TensorMap outputs = function.call(Map.of(SAMPLES, input))) {
            return Tensors.toDoubles(outputs.get(COEFFICIENTS));
        }
    }

    private Operand<TFloat64> build(Ops tf, Map<String, Operand<?>> in) {
        @SuppressWarnings("unchecked") // the input's specification says so
        Operand<TFloat64> signal = (Operand<TFloat64>) in.get(SAMPLES);
        int frames = settings.frames(samples);
        int bins = settings.frame() / 2 + 1;
        Operand<TFloat64> framed = tf.gather(signal, tf.constant(frameIndices(frames)), tf.constant(1));
        Operand<TFloat64> windowed = tf.math.mul(framed, tf.constant(MelFilters.window(settings)));
        Operand<TFloat64> power = tf.reshape(power(tf, windowed), tf.constant(new int[] {clips * frames, bins}));
        Operand<TFloat64> mel =
                tf.linalg.matMul(power, tf.constant(MelFilters.filterBank(settings)), MatMul.transposeB(false));
        Operand<TFloat64> log = tf.math.log(tf.math.add(mel, tf.constant(settings.logOffset())));
        Operand<TFloat64> cepstrum = tf.linalg.matMul(log, tf.constant(MelFilters.cosines(settings)));
        return tf.reshape(cepstrum, tf.constant(new int[] {clips, frames, settings.coefficients()}));
    }

    /** Which sample stands where in which frame: frames are centred at multiples of the hop, the ends reflected. */
    private int[][] frameIndices(int frames) {
        int[][] indices = new int[frames][settings.frame()];
        for (int i = 0; i < frames; i++) {
            for (int j = 0; j < settings.frame(); j++) {
                int at = Math.abs(i * settings.hop() + j - settings.frame() / 2);
                indices[i][j] = at < samples ? at : 2 * (samples - 1) - at;
            }
        }
        return indices;
    }

    /**
     * The squares of the magnitudes of the Fourier transform along the last axis.
     *
     * <p>TensorFlow Java has no Java type for complex tensors, so its typed methods cannot make this operation; complex
     * values do not leave the graph.
     */
    private Operand<TFloat64> power(Ops tf, Operand<TFloat64> framed) {
        OperationBuilder transform =
                tf.scope().env().opBuilder("RFFT", tf.scope().makeOpName("RFFT"), tf.scope());
        transform.addInput(framed.asOutput());
        transform.addInput(tf.constant(new int[] {settings.frame()}).asOutput());
        transform.setAttr("Treal", DataType.DT_DOUBLE);
        transform.setAttr("Tcomplex", DataType.DT_COMPLEX128);
        Output<?> spectrum = transform.build().output(0);
        return tf.math.add(tf.math.square(part(tf, "Real", spectrum)), tf.math.square(part(tf, "Imag", spectrum)));
    }

    private static Operand<TFloat64> part(Ops tf, String realOrImaginary, Output<?> spectrum) {
        OperationBuilder part =
                tf.scope().env().opBuilder(realOrImaginary, tf.scope().makeOpName(realOrImaginary), tf.scope());
        part.addInput(spectrum);
        part.setAttr("Tout", DataType.DT_DOUBLE);
        return ((GraphOperation) part.build()).output(0);
    }

    /** Frees the compiled function. */
    @Override
    public void close() {
        function.close();
    }
}
