package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.spi.Subcommand;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSets;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.control.StepController;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a class path everything chosen by name is found, by the descriptors of the modules that lie there. */
@Tag("class-path-only")
class ClassPathTest {
    /** By service; that of sweep runners is not exported. */
    private static final Map<Class<?>, Providers<?>> REGISTRIES = Map.of(
            Norm.class, Norms.load(),
            Method.class, Methods.load(),
            StepController.class, Controllers.load(),
            DataSet.class, DataSets.load());

    @Test
    void everyProviderOfEveryModuleIsFound() throws IOException {
        assertFalse(Norms.class.getModule().isNamed(), "not a class path");
        Map<String, Set<String>> provided = new HashMap<>();
        for (URL file : Collections.list(ClassPathTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream content = file.openStream()) {
                ModuleDescriptor.read(content).provides().stream()
                        .filter(p -> p.service().startsWith("io.seminode."))
                        .forEach(p -> provided.computeIfAbsent(p.service(), s -> new TreeSet<>())
                                .addAll(p.providers()));
            }
        }
        provided.remove(SweepRunner.class.getName());
        Map<String, Set<String>> found = new HashMap<>();
        REGISTRIES.forEach((service, registry) -> {
            assertTrue(registry.rejected().isEmpty(), registry.rejected().toString());
            found.put(
                    service.getName(),
                    registry.all().stream().map(p -> p.getClass().getName()).collect(Collectors.toSet()));
        });
        found.put(
                Subcommand.class.getName(),
                ServiceLoader.load(Subcommand.class).stream()
                        .map(p -> p.type().getName())
                        .collect(Collectors.toSet()));
        assertEquals(provided, found);
    }

    @Test
    void anEmptyListSaysThatTheFilesAreLost() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new WithoutServices()) {
            Thread.currentThread().setContextClassLoader(loader);
            Object norms =
                    loader.loadClass(Norms.class.getName()).getMethod("load").invoke(null);
            InvocationTargetException e = assertThrows(
                    InvocationTargetException.class,
                    () -> norms.getClass().getMethod("get", String.class).invoke(norms, "seminorm"));
            String message = e.getCause().getMessage();
            assertTrue(
                    message.startsWith("Unknown norm \"seminorm\"; none is known: the class path has no file"
                            + " META-INF/services/io.seminode.solver.norm.Norm; if jars were packed into one, merge"),
                    message);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** This class path again, as one jar into which all were packed carelessly. */
    private static final class WithoutServices extends URLClassLoader {
        WithoutServices() {
            super(
                    CommandProcess.everything().stream().map(ClassPathTest::url).toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static boolean isLost(String name) {
            return name.startsWith("META-INF/services/");
        }

        @Override
        public URL findResource(String name) {
            return isLost(name) ? null : super.findResource(name);
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            return isLost(name) ? Collections.emptyEnumeration() : super.findResources(name);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
