package io.seminode.cli;

import io.seminode.cli.report.Environment;
import picocli.CommandLine.IVersionProvider;

/** The versions of what is running, from module descriptors: TensorFlow's native library is not loaded for it. */
final class Versions implements IVersionProvider {
    /** For picocli. */
    Versions() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "seminode " + Environment.seminodeVersion(),
            "TensorFlow Java " + Environment.version("tensorflow"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
