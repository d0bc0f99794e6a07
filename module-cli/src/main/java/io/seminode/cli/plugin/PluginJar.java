package io.seminode.cli.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * One jar of a plugin folder.
 *
 * @param path its file
 * @param module the name of its module; none for a plain jar
 * @param providers the classes it provides for services of ours; none for a library that another jar needs
 */
record PluginJar(Path path, Optional<String> module, List<String> providers) {
    private static final String OUR_SERVICES = "io.seminode.";
    private static final String SERVICES_FOLDER = "META-INF/services/" + OUR_SERVICES;

    PluginJar {
        providers = List.copyOf(providers);
    }

    /**
     * Looks into a jar, without loading anything of it.
     *
     * @throws IOException if it is no jar
     * @throws java.lang.module.FindException if its module descriptor is broken
     */
    static PluginJar read(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
            if (jar.getJarEntry("module-info.class") == null) {
                return new PluginJar(path, Optional.empty(), plainProviders(jar));
            }
        }
        ModuleDescriptor descriptor =
                ModuleFinder.of(path).findAll().iterator().next().descriptor();
        List<String> providers = descriptor.provides().stream()
                .filter(provides -> provides.service().startsWith(OUR_SERVICES))
                .flatMap(provides -> provides.providers().stream())
                .toList();
        return new PluginJar(path, Optional.of(descriptor.name()), providers);
    }

    /** The classes that the files for {@code ServiceLoader} name; see there for the format. */
    private static List<String> plainProviders(JarFile jar) throws IOException {
        List<String> providers = new ArrayList<>();
        List<JarEntry> files = jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(SERVICES_FOLDER))
                .toList();
        for (JarEntry file : files) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(jar.getInputStream(file), StandardCharsets.UTF_8))) {
                lines.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(providers::add);
            }
        }
        return providers;
    }

    boolean isPlain() {
        return module.isEmpty();
    }
}
