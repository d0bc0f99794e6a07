package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper takes an installed Maven that is new enough, and else downloads one from where it is told to. */
@DisabledOnOs(OS.WINDOWS)
class MavenWrapperTest {
    private static final Path WRAPPER = Path.of("").toAbsolutePath().getParent().resolve("mvnw");

    @TempDir
    private Path folder;

    /** What the wrapper prints where a Maven of such a version is installed. */
    private String run(String installed, Map<String, String> variables) throws IOException, InterruptedException {
        Path mvn = folder.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\necho \"Apache Maven " + installed + " (abc)\"\necho \"called: $*\"\n");
        assertTrue(mvn.toFile().setExecutable(true));
        ProcessBuilder builder = new ProcessBuilder(WRAPPER.toString(), "-B", "verify").redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("MVNW_REPOURL");
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        environment.put("MAVEN_USER_HOME", folder.resolve("home").toString());
        environment.putAll(variables);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void anInstalledMavenIsUsed() throws Exception {
        assertTrue(run("3.6.3", Map.of()).endsWith("called: -B verify\n"));
        assertTrue(run("3.10.0", Map.of()).endsWith("called: -B verify\n"));
    }

    @Test
    void anOldOneIsNotAndADownloadComesFromWhereItIsAskedFor() throws Exception {
        Map<String, String> nowhere = Map.of("MVNW_REPOURL", "http://127.0.0.1:1/maven");
        for (String version : new String[] {"3.5.4", "3.9.9"}) {
            String said = run(version, nowhere);
            assertTrue(said.contains("Failed to fetch http://127.0.0.1:1/maven/org/apache/maven/apache-maven/"), said);
        }
    }

    @Test
    void theOldestIsThatOfThePom() throws IOException {
        String pom = Files.readString(WRAPPER.resolveSibling("pom.xml"));
        String oldest = pom.replaceAll("(?s).*<requireMavenVersion>\\s*<version>\\[([\\d.]+),.*", "$1");
        assertEquals(
                2,
                Files.readString(WRAPPER)
                        .lines()
                        .filter(l -> l.contains(oldest))
                        .count(),
                oldest);
    }
}
