package io.seminode.cli.plugin;

import io.seminode.solver.spi.RejectedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plugins of some folders, behind one class loader.
 *
 * <p>Plain jars share a class loader, as on a class path. Each modular jar has a layer of its own, so that its classes
 * meet nobody else's; its class loader's parent is that of the jars before it. {@code ServiceLoader} asks a class loader and
 * all its parents, so that the last one offers everything: as the thread's context class loader it serves every registry,
 * whatever its service.
 *
 * <p>A jar whose providers can't be loaded is left out as a whole and listed. What a provider does when it is made shows in
 * the registries, see {@link io.seminode.solver.spi.Providers#rejected()}.
 */
public final class Plugins implements AutoCloseable {
    private final ClassLoader loader;
    private final List<RejectedProvider> rejected = new ArrayList<>();
    private final List<URLClassLoader> opened = new ArrayList<>();
    private final boolean any;
    private final List<String> foreign;

    private Plugins(List<Path> paths, ClassLoader parent, List<String> foreign) {
        this.foreign = List.copyOf(foreign);
        List<PluginJar> jars = new ArrayList<>();
        for (Path path : paths) {
            try {
                jars.add(PluginJar.read(path));
            } catch (IOException | RuntimeException e) { // how damaged jars and descriptors show
                reject(path, RejectedProvider.reason(e));
            }
        }
        any = !paths.isEmpty();
        ClassLoader last = plain(jars, parent);
        for (PluginJar jar : jars) {
            if (!jar.isPlain() && !jar.providers().isEmpty()) {
                last = modular(jar, jars, last);
            }
        }
        loader = last;
    }

    /** Loads what lies in the folders; {@code parent} has our own classes. */
    public static Plugins load(List<Path> folders, ClassLoader parent) {
        List<String> foreign = new ArrayList<>();
        return new Plugins(PluginFolders.jars(folders, foreign::add), parent, foreign);
    }

    /** Offers the plugins' providers besides our own. */
    public ClassLoader loader() {
        return loader;
    }

    /** The jars that are left out, and why. */
    public List<RejectedProvider> rejected() {
        return List.copyOf(rejected);
    }

    /** What belongs to another user, in sentences. */
    public List<String> foreign() {
        return foreign;
    }

    /** Whether there is any jar, usable or not. */
    public boolean any() {
        return any;
    }

    /** A class loader of the plain jars whose providers can be loaded. */
    private ClassLoader plain(List<PluginJar> jars, ClassLoader parent) {
        List<PluginJar> plain = jars.stream().filter(PluginJar::isPlain).toList();
        if (plain.isEmpty()) {
            return parent;
        }
        List<PluginJar> usable = new ArrayList<>();
        Map<String, Path> owners = new HashMap<>();
        try (URLClassLoader trial = new URLClassLoader(urls(plain), parent)) {
            for (PluginJar jar : plain) {
                if (isUsable(jar, trial, owners)) {
                    usable.add(jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        URLClassLoader shared = new URLClassLoader(urls(usable), parent);
        opened.add(shared);
        return shared;
    }

    private boolean isUsable(PluginJar jar, ClassLoader loader, Map<String, Path> owners) {
        for (String provider : jar.providers()) {
            Path owner = owners.putIfAbsent(provider, jar.path());
            if (owner != null) {
                reject(jar.path(), provider + " is in " + owner + " too");
                return false;
            }
        }
        return canLoad(jar, loader);
    }

    /** The layer of a modular jar, on top of what is there already. */
    private ClassLoader modular(PluginJar jar, List<PluginJar> jars, ClassLoader parent) {
        String name = jar.module().orElseThrow();
        ModuleFinder libraries = ModuleFinder.of(jars.stream()
                .filter(other -> !other.equals(jar) && isLibraryFor(other))
                .map(PluginJar::path)
                .toArray(Path[]::new));
        ModuleLayer ours = ModuleLayer.boot();
        if (ours.findModule(name).isPresent()) {
            reject(jar.path(), "a module " + name + " is part of Seminode");
            return parent;
        }
        try {
            Configuration configuration =
                    ours.configuration().resolve(ModuleFinder.of(jar.path()), libraries, Set.of(name));
            ClassLoader own =
                    ours.defineModulesWithOneLoader(configuration, parent).findLoader(name);
            return canLoad(jar, own) ? own : parent;
        } catch (RuntimeException e) { // not found, not resolved, not to be made a layer of

            reject(jar.path(), RejectedProvider.reason(e));
            return parent;
        }
    }

    /** Whether modules may require it: some plain jars have names of which no module name can be made. */
    private static boolean isLibraryFor(PluginJar jar) {
        if (!jar.isPlain()) {
            return true;
        }
        try {
            return !ModuleFinder.of(jar.path()).findAll().isEmpty();
        } catch (FindException e) {
            return false;
        }
    }

    /** Loads the jar's providers without initialising them. */
    private boolean canLoad(PluginJar jar, ClassLoader loader) {
        for (String provider : jar.providers()) {
            try {
                Class<?> type = Class.forName(provider, false, loader);
                // Looks up the classes that they name.
                if (type.getDeclaredConstructors().length + type.getDeclaredMethods().length == 0) {
                    reject(jar.path(), provider + ": found neither a constructor nor a method provider()");
                    return false;
                }
            } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
                reject(jar.path(), provider + ": " + RejectedProvider.reason(e));
                return false;
            }
        }
        return true;
    }

    private void reject(Path jar, String reason) {
        rejected.add(new RejectedProvider(jar.toString(), reason));
    }

    private static URL[] urls(List<PluginJar> jars) {
        return jars.stream().map(jar -> url(jar.path())).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the files of plain jars; those of modules stay open as long as the process lives. */
    @Override
    public void close() {
        for (URLClassLoader plain : opened) {
            try {
                plain.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
