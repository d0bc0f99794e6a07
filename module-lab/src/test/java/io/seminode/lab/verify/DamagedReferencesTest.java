package io.seminode.lab.verify;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.tensor.ExecutionOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A reference file with random letters put in or taken out has cases all the same, or is refused with the place. */
class DamagedReferencesTest {
    private static final String NAME = "norms.json";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String[] MARKS = {"\"", "{", "[", "}", "]", ":", ",", "null", "-", "1e999", "99999999", "\0"};

    @Test
    void damageIsRefusedWithItsPlace() throws Exception {
        ReferenceSource.Entry entry = ReferenceSource.of(null).stream()
                .filter(file -> file.name().equals(NAME))
                .findFirst()
                .orElseThrow();
        String sound = new String(entry.read(), StandardCharsets.UTF_8);
        Random random = new Random(20_240_229);
        int refused = 0;
        for (int i = 0; i < 25; i++) {
            int at = random.nextInt(sound.length());
            int end = Math.min(sound.length(), at + random.nextInt(8));
            String damaged = sound.substring(0, at)
                    + MARKS[random.nextInt(MARKS.length)]
                    + (random.nextInt(9) == 0 ? "" : sound.substring(end));
            try (Workbench bench = new Workbench(ExecutionOptions.NATIVE_CPU)) {
                assertTimeoutPreemptively(
                        PATIENCE,
                        () -> ReferenceFamilies.cases(
                                ReferenceFile.parse(NAME, damaged.getBytes(StandardCharsets.UTF_8), entry.folder()),
                                bench));
            } catch (MalformedReferenceException e) {
                refused++;
            }
        }
        assertTrue(refused > 5, refused + " of 25 refused");
    }
}
