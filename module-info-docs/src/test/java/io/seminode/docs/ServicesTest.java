package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What our modules provide on a module path they provide on a class path too. */
class ServicesTest {
    private static final String FILES = "META-INF/services/";

    private static Stream<Module> modules() {
        return ModuleLayer.boot().modules().stream().filter(m -> m.getName().startsWith("io.seminode."));
    }

    @TestFactory
    Stream<DynamicTest> filesForTheClassPathNameWhatTheModuleProvides() {
        return modules()
                .map(module -> DynamicTest.dynamicTest(
                        module.getName(), () -> assertEquals(provided(module.getDescriptor()), inFiles(module))));
    }

    @Test
    void everyServiceOfOursHasAProvider() {
        Set<String> provided = modules()
                .flatMap(m -> provided(m.getDescriptor()).keySet().stream())
                .collect(Collectors.toSet());
        Set<String> used = modules()
                .flatMap(m -> m.getDescriptor().uses().stream())
                .filter(service -> service.startsWith("io.seminode."))
                .collect(Collectors.toSet());
        assertTrue(used.contains("io.seminode.solver.norm.Norm"), used.toString());
        assertEquals(used, provided);
    }

    private static Map<String, List<String>> provided(ModuleDescriptor descriptor) {
        Map<String, List<String>> provided = new TreeMap<>();
        descriptor.provides().forEach(p -> provided.put(p.service(), p.providers()));
        return provided;
    }

    private static Map<String, List<String>> inFiles(Module module) throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        try (ModuleReader reader = ModuleLayer.boot()
                .configuration()
                .findModule(module.getName())
                .orElseThrow()
                .reference()
                .open()) {
            for (String file : reader.list()
                    .filter(f -> f.startsWith(FILES) && !f.endsWith("/"))
                    .toList()) {
                try (InputStream content = reader.open(file).orElseThrow()) {
                    found.put(
                            file.substring(FILES.length()),
                            new String(content.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .toList());
                }
            }
        }
        return found;
    }
}
