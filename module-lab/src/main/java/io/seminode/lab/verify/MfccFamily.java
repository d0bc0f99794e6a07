package io.seminode.lab.verify;

import io.seminode.data.DataException;
import io.seminode.data.speech.MelFilters;
import io.seminode.data.speech.Mfcc;
import io.seminode.data.speech.MfccSettings;
import io.seminode.data.speech.SpeechData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Mel-frequency cepstral coefficients: {@code mfcc}.
 *
 * <p>Ours are computed in float64 and compared with the reference's float64 values within {@link Findings#FLOAT64_BOUND},
 * relative to the largest. What a data set keeps is float32; it is compared with the values of the reference's float32 path
 * within {@link #FLOAT32_BOUND}, absolute. That path itself is up to 8e-4 from the float64 values, in the chirp, where
 * powers are as small as the offset of the logarithm.
 */
final class MfccFamily implements ReferenceFamily {
    private static final double FLOAT32_BOUND = 1e-3;
    private static final double ARRAY_BOUND = 1e-12;
    private static final double SAMPLE_BOUND = 1e-14;

    /** The signals that the file describes by formulas, in its own notation. */
    private static final Map<String, IntToDoubleFunction> FORMULAS = Map.of(
            "0.5*sin(2*pi*440*t) + 0.25*sin(2*pi*1000*t + 0.3) + 0.1*sin(2*pi*3500*t + 1.1), t = n/16000",
            n -> {
                double angle = 2 * Math.PI * n / 16_000.0;
                return 0.5 * Math.sin(440 * angle)
                        + 0.25 * Math.sin(1000 * angle + 0.3)
                        + 0.1 * Math.sin(3500 * angle + 1.1);
            },
            "0.8*sin(2*pi*(100*t + 0.5*6900*t^2)), t = n/16000 (100 Hz -> 7000 Hz)",
            n -> {
                double t = n / 16_000.0;
                return 0.8 * Math.sin(2 * Math.PI * (100 * t + 0.5 * 6900 * t * t));
            },
            "0.3*u(n + 1000003*900), u = the integer-hash uniform of README",
            n -> 0.3 * HashedWeights.uniform(n + 1000003L * 900));

    @Override
    public String prefix() {
        return "mfcc";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        Fields fields = file.fields();
        MfccSettings settings = settings(fields.object("settings"));
        List<ReferenceCase> cases = new ArrayList<>();
        if (fields.has("window")) {
            cases.add(array(file, "window", MelFilters.window(settings)));
        }
        if (fields.has("mel_filterbank")) {
            cases.add(array(file, "mel_filterbank", flat(MelFilters.filterBank(settings))));
        }
        if (fields.has("dct_matrix")) {
            cases.add(array(file, "dct_matrix", flat(MelFilters.cosines(settings))));
        }
        cases.addAll(ReferenceCase.forEach(file, fields.objects("signals"), signal -> {
            String name = file.caseName() + " " + signal.text("name");
            return new ReferenceCase(name, () -> compare(file, settings, signal));
        }));
        return cases;
    }

    /** Settings other than these few are those of ours, or are not supported. */
    private static MfccSettings settings(Fields fields) {
        MfccSettings settings = new MfccSettings(
                fields.size("sample_rate"),
                fields.size("n_fft"),
                fields.size("hop_length"),
                fields.size("n_mels"),
                fields.size("n_mfcc"),
                fields.number("log_offset"));
        boolean known = fields.size("win_length") == settings.frame()
                && fields.number("f_min") == 0
                && fields.number("f_max") == settings.sampleRate() / 2.0
                && fields.number("power") == 2
                && fields.size("dct_type") == 2
                && fields.text("dct_norm").equals("ortho")
                && fields.text("mel_scale").equals("htk")
                && fields.text("pad_mode").equals("reflect")
                && fields.flag("log_mels")
                && fields.flag("center")
                && !fields.flag("normalized")
                && !fields.has("filterbank_norm");
        if (!known) {
            throw fields.malformed("", "the settings of the paper");
        }
        return settings;
    }

    private static ReferenceCase array(ReferenceFile file, String name, double[] found) {
        return new ReferenceCase(file.caseName() + " " + name, () -> {
            Findings findings = new Findings();
            findings.values(name, found, file.fields().tensor(name).values(), ARRAY_BOUND);
            return findings;
        });
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static Findings compare(ReferenceFile file, MfccSettings settings, Fields signal) {
        double[] samples = samples(file, signal);
        Findings findings = new Findings();
        double[] first = signal.tensor("first_8_samples").values();
        findings.values("samples", Arrays.copyOf(samples, first.length), first, SAMPLE_BOUND);
        double[] found;
        try (Mfcc mfcc = new Mfcc(settings, 1, samples.length)) {
            found = mfcc.compute(samples);
        }
        findings.values("in float64", found, signal.tensor("mfcc_float64").values(), Findings.FLOAT64_BOUND);
        if (signal.has("mfcc_float32")) {
            double[] expected = signal.tensor("mfcc_float32").values();
            double[] apart = new double[found.length];
            for (int i = 0; i < found.length && found.length == expected.length; i++) {
                apart[i] = (float) found[i] - expected[i];
            }
            findings.equal("values in float32", found.length, expected.length);
            findings.values("in float32", apart, new double[apart.length], 1, FLOAT32_BOUND);
        }
        return findings;
    }

    private static double[] samples(ReferenceFile file, Fields signal) {
        if (signal.text("kind").equals("wav")) {
            Path folder = file.folder();
            if (folder == null) {
                throw new NotSupportedException("the recording is not shipped");
            }
            try {
                return SpeechData.samples(folder.resolve(signal.text("file")));
            } catch (DataException e) {
                throw new MalformedReferenceException(String.valueOf(e.getMessage()));
            }
        }
        IntToDoubleFunction formula = FORMULAS.get(signal.text("formula"));
        if (formula == null) {
            throw new NotSupportedException("the signal \"" + signal.text("formula") + "\" is not known here");
        }
        double[] samples = new double[signal.size("num_samples")];
        Arrays.setAll(samples, formula);
        return samples;
    }
}
