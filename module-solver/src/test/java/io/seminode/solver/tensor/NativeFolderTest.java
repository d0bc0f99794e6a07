package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder from which native code is loaded is its user's alone. */
@DisabledOnOs(OS.WINDOWS)
class NativeFolderTest {
    @TempDir
    private Path temporary;

    private UserPrincipal myself;

    @BeforeEach
    void whoAmI() throws IOException {
        myself = Files.getOwner(temporary);
    }

    private Path own() throws IOException {
        return NativeFolder.own(temporary, "me", myself);
    }

    private void assertRefused(String found) {
        IllegalStateException e = assertThrows(IllegalStateException.class, this::own);
        assertTrue(e.getMessage().contains(found), e.getMessage());
        assertTrue(e.getMessage().contains("-Dorg.bytedeco.javacpp.cachedir=FOLDER"), e.getMessage());
    }

    @Test
    void itIsMadeForItsUserAloneAndFoundAgain() throws IOException {
        Path folder = own();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals(folder, own());
    }

    @Test
    void oneThatOthersCanEnterIsRefused() throws IOException {
        Files.setPosixFilePermissions(own(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused("a folder of " + myself.getName() + ", rwxrwxrwx");
    }

    @Test
    void aForeignOwnerIsRefused() throws IOException {
        own();
        UserPrincipal other = new UserPrincipal() {
            @Override
            public String getName() {
                return "somebody else";
            }
        };
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> NativeFolder.own(temporary, "me", other));
        assertTrue(e.getMessage().contains("only somebody else can enter"), e.getMessage());
    }

    @Test
    void aLinkIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(
                temporary.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(temporary.resolve("seminode-natives-me"), elsewhere);
        assertRefused("a link of");
    }

    @Test
    void aProcessWithoutAHomeFolderUsesIt() throws Exception {
        Path file = Files.createFile(temporary.resolve("file")); // in which no folder can be made
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + temporary,
                        "-Duser.name=me",
                        "-cp",
                        "target/test-classes" + File.pathSeparator + "target/classes",
                        Chosen.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals(temporary.resolve("seminode-natives-me").toString(), said.strip());
    }

    /** Says what JavaCPP is told. */
    static final class Chosen {
        private Chosen() {}

        public static void main(String[] args) {
            NativeFolder.choose();
            System.out.println(System.getProperty("org.bytedeco.javacpp.cachedir"));
        }
    }
}
