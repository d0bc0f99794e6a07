package io.seminode.cli.plugin;

import java.io.IOException;
import java.io.InputStream;
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
    private static final String SERVICES_FOLDER = "META-INF/services/";

    /** Of a file with names of classes: a thousand long ones. */
    private static final int MOST_BYTES = 1 << 17;

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
            String lines = bounded(jar, file); // whoever's service it is: ServiceLoader would read it as a whole
            if (file.getName().startsWith(OUR_SERVICES, SERVICES_FOLDER.length())) {
                lines.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(providers::add);
            }
        }
        return providers;
    }

    private static String bounded(JarFile jar, JarEntry file) throws IOException {
        byte[] bytes;
        try (InputStream in = jar.getInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(
                    file.getName() + " has more than " + MOST_BYTES + " bytes, expected the names of a few classes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean isPlain() {
        return module.isEmpty();
    }
}
