package io.seminode.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The versions of what is running, from module descriptors: TensorFlow's native library is not loaded for it. */
final class Versions implements IVersionProvider {
    /** For picocli. */
    Versions() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "seminode " + seminode(),
            "TensorFlow Java " + of("tensorflow"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }

    /** The version of this module. */
    static String seminode() {
        return version(Optional.ofNullable(Versions.class.getModule().getDescriptor()));
    }

    /** The version of a module that is loaded. */
    static String of(String module) {
        return version(ModuleLayer.boot().findModule(module).map(Module::getDescriptor));
    }

    private static String version(Optional<ModuleDescriptor> descriptor) {
        return descriptor.flatMap(ModuleDescriptor::rawVersion).orElse("of unknown version");
    }
}
