package io.seminode.cli;

import io.seminode.cli.report.Environment;
import io.seminode.solver.tensor.TensorFlowRuntime;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.IVersionProvider;

/** The versions of what is running, from module descriptors: TensorFlow's native library is not loaded for it. */
final class Versions implements IVersionProvider {
    /** For picocli. */
    Versions() {}

    /**
     * TensorFlow's own version. It is told by its library, which is given its settings before: given later they take effect or
     * not as the command goes, and a run that is continued would be compiled in another way than when it was begun.
     */
    static String tensorFlow() {
        TensorFlowRuntime.prepare();
        return TensorFlow.version();
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "seminode " + Environment.seminodeVersion(),
            "TensorFlow Java " + Environment.version("tensorflow"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
