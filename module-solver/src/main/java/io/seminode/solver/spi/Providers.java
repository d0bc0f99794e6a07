package io.seminode.solver.spi;

import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one kind, by name.
 *
 * <p>A registry takes an explicit list or a loaded one; nothing is global. {@code ServiceLoader.load} is called by the
 * class that declares the service, since it looks at its caller's module.
 *
 * @param <S> the service
 */
public final class Providers<S extends Named> {
    private final String kind;
    private final Map<String, S> byName;
    private final List<RejectedProvider> rejected;
    private final String whyEmpty;

    private Providers(String kind, Map<String, S> byName, List<RejectedProvider> rejected, String whyEmpty) {
        this.kind = kind;
        this.byName = byName;
        this.rejected = rejected;
        this.whyEmpty = whyEmpty;
    }

    /**
     * A registry of the given providers.
     *
     * @param kind what they are, in the singular, for messages: "norm"
     * @throws DuplicateProviderException if two have one name; the message names both classes and where they come from
     */
    public static <S extends Named> Providers<S> of(String kind, Iterable<? extends S> providers) {
        Map<String, S> byName = new TreeMap<>();
        for (S provider : providers) {
            S other = byName.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new DuplicateProviderException("Two providers of " + kind + " \"" + provider.name() + "\": "
                        + describe(other) + " and " + describe(provider) + ". Remove or rename one.");
            }
        }
        return new Providers<>(kind, byName, List.of(), "the list of them is empty");
    }

    /**
     * A registry of what a service loader finds.
     *
     * <p>Somebody's broken jar does no harm: a provider that cannot be loaded, or whose name is taken, is left out and
     * reported by {@link #rejected}. Of two with one name the one that comes with the service stays, else the first.
     *
     * <p>A thread's context class loader may not see where the service itself comes from: a thread of the common pool under
     * a launcher with class loaders of its own, for one. What comes with the service is found all the same.
     *
     * @param kind what they are, in the singular, for messages: "norm"
     * @param loader made by the class that declares the service
     */
    public static <S extends Named> Providers<S> load(String kind, Class<S> service, ServiceLoader<S> loader) {
        List<RejectedProvider> rejected = new ArrayList<>();
        List<S> found = ServiceSearch.run(loader, rejected);
        if (found.stream().allMatch(provider -> isForeign(provider, service))) {
            found.addAll(ServiceSearch.run(ownLoader(service), rejected));
        }
        // A class loader of plugins offers them before its parent's, which are our own.
        found.sort((a, b) -> Boolean.compare(isForeign(a, service), isForeign(b, service)));
        Map<String, S> byName = new TreeMap<>();
        for (S provider : found) {
            S other = byName.putIfAbsent(provider.name(), provider);
            if (other != null && other.getClass() != provider.getClass()) { // one class is found twice by two loaders
                rejected.add(new RejectedProvider(
                        describe(provider),
                        "its name \"" + provider.name() + "\" is taken by the " + kind + " " + describe(other)));
            }
        }
        return new Providers<>(kind, byName, List.copyOf(new LinkedHashSet<>(rejected)), whyNoneIsFound(service));
    }

    private static <S> ServiceLoader<S> ownLoader(Class<S> service) {
        Providers.class
                .getModule()
                .addUses(service); // that of the service says so itself, but it is not the caller here
        return ServiceLoader.load(service, service.getClassLoader());
    }

    private static String whyNoneIsFound(Class<?> service) {
        if (service.getModule().isNamed()) {
            return "no module provides " + service.getName();
        }
        String file = "META-INF/services/" + service.getName();
        return service.getClassLoader().getResource(file) == null
                ? "the class path has no file " + file
                        + "; if jars were packed into one, merge these files of all of them"
                        + " (Maven Shade: ServicesResourceTransformer, Gradle Shadow: mergeServiceFiles)"
                : "the files " + file + " on the class path name none that can be used";
    }

    private static boolean isForeign(Object provider, Class<?> service) {
        return provider.getClass().getClassLoader() != service.getClassLoader();
    }

    /**
     * The provider of that name, with options where the text has some: {@code NAME} or {@code NAME:OPTION=VALUE,...}.
     *
     * @throws UnknownProviderException if there is none of that name; the message lists the names there are
     * @throws ProviderOptionException if it has no such option, or not with such a value
     */
    public S get(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        S provider = byName.get(name);
        if (provider == null) {
            throw new UnknownProviderException("Unknown " + kind + " \"" + name + "\"; "
                    + (byName.isEmpty() ? "none is known: " + whyEmpty : "known are " + String.join(", ", names()))
                    + "." + withoutThese());
        }
        return colon < 0 ? provider : configured(provider, text.substring(colon + 1));
    }

    /**
     * One of a few values that are no service, by its name.
     *
     * @param kind what they are, in the singular, for messages: "mode"
     * @param name of each
     * @throws UnknownProviderException if there is none of that name; the message lists the names there are
     */
    public static <E> E one(String kind, E[] values, Function<E, String> name, String wanted) {
        for (E value : values) {
            if (name.apply(value).equals(wanted)) {
                return value;
            }
        }
        throw new UnknownProviderException("Unknown " + kind + " \"" + wanted + "\"; known are "
                + Arrays.stream(values).map(name).collect(Collectors.joining(", ")) + ".");
    }

    private S configured(S provider, String options) {
        String called = kind + " \"" + provider.name() + "\"";
        if (!(provider instanceof Configurable<?> configurable)) {
            throw new ProviderOptionException(
                    "Found options \"" + options + "\" of " + called + ", which takes none; leave them out.");
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String option : options.split(",", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new ProviderOptionException(
                        "Found \"" + option + "\" among the options of " + called + ", expected OPTION=VALUE,...");
            }
            if (given.put(
                            option.substring(0, equals).strip(),
                            option.substring(equals + 1).strip())
                    != null) {
                throw new ProviderOptionException("Option \""
                        + option.substring(0, equals).strip() + "\" of " + called + " is given twice; give it once.");
            }
        }
        return sameService(
                configurable.configured(new OptionValues(kind, provider.name(), configurable.options(), given)));
    }

    @SuppressWarnings("unchecked") // a norm configures norms: the contract of Configurable
    private S sameService(Named configured) {
        return (S) configured;
    }

    private String withoutThese() {
        return rejected.isEmpty()
                ? ""
                : " Not usable are " + rejected.stream().map(Object::toString).collect(Collectors.joining("; ")) + ".";
    }

    /** What was found and left out, and why; empty for a registry of an explicit list. */
    public List<RejectedProvider> rejected() {
        return rejected;
    }

    /** All names, sorted. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** All providers, by name. */
    public Collection<S> all() {
        return List.copyOf(byName.values());
    }

    /** Class, and the module or file it comes from. */
    public static String describe(Object provider) {
        return describe(provider.getClass());
    }

    /** Class, and the module or file it comes from. */
    static String describe(Class<?> type) {
        return type.getName() + " (" + origin(type) + ")";
    }

    /**
     * The module with its version, with its file if it was added at run time; or the jar of a class outside named modules, with the
     * version of its manifest if there is one.
     */
    private static String origin(Class<?> type) {
        Module module = type.getModule();
        if (!module.isNamed()) {
            var source = type.getProtectionDomain().getCodeSource();
            String jar = source == null
                    ? "class path"
                    : file(URI.create(source.getLocation().toString()));
            String version = type.getPackage().getImplementationVersion();
            return version == null ? jar : jar + ", version " + version;
        }
        String name = "module " + module.getDescriptor().toNameAndVersion();
        URI added = addedFrom(module);
        return added == null ? name : name + " in " + file(added);
    }

    private static @Nullable URI addedFrom(Module module) {
        ModuleLayer layer = module.getLayer();
        return layer == null || layer == ModuleLayer.boot()
                ? null
                : layer.configuration()
                        .findModule(module.getName())
                        .map(ResolvedModule::reference)
                        .flatMap(reference -> reference.location())
                        .orElse(null);
    }

    private static String file(URI location) {
        return "file".equals(location.getScheme()) ? location.getPath() : location.toString();
    }
}
