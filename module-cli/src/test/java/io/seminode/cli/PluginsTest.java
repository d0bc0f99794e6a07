package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.cli.MainTest.Execution;
import io.seminode.cli.plugin.JarMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** Jars of others in a plugin folder: good ones are used, broken ones are named and do no harm. */
class PluginsTest {
    @TempDir
    private Path temporary;

    private Path plugins;
    private JarMaker jars;

    @BeforeEach
    void folder() throws IOException {
        plugins = Files.createDirectory(temporary.resolve("my plugins"));
        jars = new JarMaker(temporary, plugins);
    }

    private Execution list() {
        return MainTest.run("list", "norms", "--verbose", "--plugins", plugins.toString());
    }

    /** The listing has the built-in norms, and standard error has one line for the jar, with the given words. */
    private void assertSkipped(Path jar, String... words) {
        Execution execution = list();
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.out().contains("seminorm"), execution.out());
        List<String> lines = execution.err().lines().toList();
        assertEquals(1, lines.size(), execution.err());
        assertTrue(lines.get(0).startsWith("seminode: plugin skipped: "), lines.get(0));
        assertTrue(lines.get(0).contains(jar.toString()), lines.get(0));
        for (String word : words) {
            assertTrue(lines.get(0).contains(word), lines.get(0));
        }
    }

    @Test
    void jarsThatOthersMayWriteAreRefused() throws IOException {
        Path jar = jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""));
        assumeTrue(Files.getFileStore(jar).supportsFileAttributeView("posix"), "no such permissions here");
        for (Path path : List.of(jar, plugins)) {
            assertRefused("everybody", path, PosixFilePermission.OTHERS_WRITE);
        }
        assertTrue(list().out().contains("plain-one"));
    }

    private void assertRefused(String who, Path path, PosixFilePermission permission) throws IOException {
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(path);
        Set<PosixFilePermission> open = new HashSet<>(usual);
        open.add(permission);
        Files.setPosixFilePermissions(path, open);
        Execution refused = list();
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains(who + " may write " + path + ","), refused.err());
        assertFalse(refused.out().contains("plain-one"), refused.out());
        Files.setPosixFilePermissions(path, usual);
    }

    /** Who runs the tests may have to be root, to give files to somebody else. */
    @Test
    void jarsOfAnotherUserAreNamedAndThoseThatAGroupMayWriteRefused() throws IOException {
        Path jar = jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""));
        assumeTrue(ProcessHandle.current().info().user().filter("root"::equals).isPresent(), "not root");
        UserPrincipalLookupService users = jar.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = Files.getFileAttributeView(jar, PosixFileAttributeView.class);
        view.setGroup(users.lookupPrincipalByGroupName("65533"));
        assertRefused("the group 65533", jar, PosixFilePermission.GROUP_WRITE);
        view.setOwner(users.lookupPrincipalByName("65533"));
        view.setPermissions(PosixFilePermissions.fromString("rw-rw-r--"));
        Execution listed = list();
        assertEquals(1, listed.err().lines().count(), listed.err());
        assertTrue(listed.err().contains(jar + ", which belongs to 65533: "), listed.err());
        assertTrue(listed.out().contains("plain-one"), "a group with the owner's name is the owner's alone");
    }

    /** Where a run folder says so, nothing is loaded. */
    @Test
    void whoGoesOnIsToldOfPluginsInWordsForAShell() {
        CommandSpec spec = SaveOptions.parsed(
                Main.commandLine(), List.of("train", "toy-cnf", "--plugins", "/a b", "--plugins", "/c"));
        assertEquals(
                "seminode train toy-cnf --plugins '/a b' --plugins /c --resume 'my run; it'\\''s'",
                SaveOptions.resumption(spec, Path.of("my run; it's")));
        CommandSpec sweep = SaveOptions.parsed(Main.commandLine(), List.of("sweep", "grid.yaml"));
        assertEquals("seminode sweep --resume runs/a", SaveOptions.resumption(sweep, Path.of("runs", "a")));
    }

    @Test
    void aRecordedCommandLineLoadsNothing() throws IOException {
        jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""));
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.writeString(run.resolve("settings.json"), "{}");
        Files.writeString(
                run.resolve("environment.json"),
                "{\"commandLine\": [\"train\", \"toy-cnf\", \"--norm\", \"plain-one\", \"--plugins\", \"" + plugins
                        + "\"]}");
        Execution resumed = MainTest.run("train", "toy-cnf", "--resume", run.toString());
        assertEquals(2, resumed.exitCode(), resumed.err());
        assertTrue(resumed.err().contains("plain-one"), resumed.err());
    }

    @Test
    void plainAndModularJarsAreListedWithWhereTheyComeFrom() {
        Path plain = jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""));
        Path modular = jars.modular("modular", "b.mod", "", "b.Mod", JarMaker.norm("b", "Mod", "modular-one", ""));
        Execution execution = list();
        assertEquals("", execution.err());
        assertTrue(execution.out().contains("a.Plain (" + plain + ")"), execution.out());
        assertTrue(execution.out().contains("b.Mod (module b.mod in " + modular + ")"), execution.out());
        assertTrue(execution.out().contains("io.seminode.solver.norm.Seminorm (module io.seminode.solver"));
    }

    @Test
    void pluginsAreGoneWhenTheCommandHasEnded() {
        jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "plain-one", ""));
        assertTrue(list().out().contains("plain-one"));
        assertFalse(MainTest.run("list", "norms").out().contains("plain-one"));
    }

    @Test
    void aPluginIsUsedByName() throws IOException {
        Path out = temporary.resolve("run");
        jars.modular("modular", "b.mod", "", "b.Mod", JarMaker.norm("b", "Mod", "modular-one", ""));
        Execution execution = MainTest.run(
                "train",
                "toy-cnf",
                "--examples=256",
                "--batch-size=128",
                "--epochs=1",
                "--max-batches=1",
                "--width=4",
                "--engine=native",
                "--norm=modular-one",
                "--out=" + out,
                "--plugins=" + plugins);
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(Files.readString(out.resolve("environment.json")).contains("b.Mod"), execution.out());
    }

    @Test
    void aModuleFindsItsLibraryInTheFolder() {
        jars.library(
                "library",
                "c.lib",
                "c.lib.Names",
                "package c.lib; public class Names { public static void touch() {} }");
        jars.modular(
                "user",
                "c.mod",
                "requires c.lib;",
                "c.Mod",
                JarMaker.norm("c", "Mod", "with-library", "c.lib.Names.touch();"));
        Execution execution = list();
        assertEquals("", execution.err());
        assertTrue(execution.out().contains("with-library"), execution.out());
    }

    @Test
    void aMissingModuleIsNamed() throws IOException {
        Path library = jars.library("library", "c.lib", "c.lib.Names", "package c.lib; public class Names {}");
        Path jar = jars.modular("user", "c.mod", "requires c.lib;", "c.Mod", JarMaker.norm("c", "Mod", "x", ""));
        Files.delete(library);
        assertSkipped(jar, "c.lib", "not found", "c.mod");
    }

    @Test
    void aMissingClassIsNamed() {
        String helper = "class Helper {}";
        Path jar = jars.plain(
                "plain",
                "a.Plain",
                JarMaker.norm("a", "Plain", "x", "new Helper();") + helper,
                classes -> Files.delete(classes.resolve("a/Helper.class")));
        assertSkipped(jar, "a class it needs is missing: a.Helper");
    }

    @Test
    void aMissingProviderClassIsNamed() {
        Path jar = jars.plain(
                "plain",
                "a.Plain",
                JarMaker.norm("a", "Plain", "x", ""),
                classes -> Files.delete(classes.resolve("a/Plain.class")));
        assertSkipped(jar, "a.Plain", "missing");
    }

    @Test
    void aNewerClassVersionIsNamed() {
        Path jar = jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "x", ""), classes -> {
            Path file = classes.resolve("a/Plain.class");
            byte[] bytes = Files.readAllBytes(file);
            bytes[7] = 99; // the major version
            Files.write(file, bytes);
        });
        assertSkipped(jar, "compiled for a newer Java", "99");
    }

    @Test
    void anExceptionInTheConstructorIsNamed() {
        Path jar = jars.modular(
                "modular",
                "b.mod",
                "",
                "b.Mod",
                JarMaker.norm("b", "Mod", "x", "if (true) throw new IllegalStateException(\"no luck\");"));
        assertSkipped(jar, "b.Mod", "IllegalStateException: no luck");
    }

    @Test
    void ourOwnNameStaysOurs() {
        Path jar = jars.plain("plain", "a.Plain", JarMaker.norm("a", "Plain", "seminorm", ""));
        assertSkipped(jar, "\"seminorm\" is taken", "io.seminode.solver.norm.Seminorm");
        assertTrue(list().out().contains("io.seminode.solver.norm.Seminorm (module"));
    }

    @Test
    void ofTwoWithOneNameOneIsSkipped() {
        jars.plain("first", "a.First", JarMaker.norm("a", "First", "same", ""));
        jars.plain("second", "a.Second", JarMaker.norm("a", "Second", "same", ""));
        Execution execution = list();
        assertTrue(execution.err().contains("a.Second"), execution.err());
        assertTrue(execution.err().contains("is taken by the norm a.First"), execution.err());
        assertTrue(execution.out().contains("a.First ("), execution.out());
    }

    @Test
    void oneClassInTwoJarsIsSkippedOnce() {
        jars.plain("first", "a.Same", JarMaker.norm("a", "Same", "same", ""));
        Path second = jars.plain("second", "a.Same", JarMaker.norm("a", "Same", "same", ""));
        assertSkipped(second, "a.Same is in", "first.jar too");
    }

    @Test
    void whatIsNoJarIsNamed() throws IOException {
        Path jar = plugins.resolve("not-a-jar.jar");
        Files.writeString(jar, "hello");
        assertSkipped(jar, "zip");
    }

    @Test
    void aModuleOfOursIsNotReplaced() {
        Path jar = jars.modular("fake", "io.seminode.data", "", "d.Fake", JarMaker.norm("d", "Fake", "fake", ""));
        assertSkipped(jar, "io.seminode.data is part of Seminode");
    }

    @Test
    void aPluginBringsACommand() {
        jars.plain("plain", "a.Hello", JarMaker.command("a", "Hello", "hello"));
        Execution execution = MainTest.run("hello", "--plugins", plugins.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        assertEquals("hello of a plugin", execution.out().strip());
        assertTrue(MainTest.run("--plugins=" + plugins, "--help").out().contains("  hello "));
        assertEquals(2, MainTest.run("hello").exitCode());
    }

    @Test
    void aCommandOfOursIsNotReplaced() {
        Path jar = jars.plain("plain", "a.Train", JarMaker.command("a", "Train", "train"));
        assertSkipped(jar, "its name \"train\" is that of a command of Seminode");
    }

    @Test
    void aCommandThatCannotBeMadeDoesNoHarm() {
        Path nameless = jars.plain("plain", "a.Shout", JarMaker.command("a", "Shout", "SHOUT"));
        assertSkipped(nameless, "found \"SHOUT\", expected @Command with a name of lower case letters");
        Path closed = jars.modular(
                "modular", "b.mod", "requires io.seminode.cli;", "b.Hi", JarMaker.command("b", "Hi", "hi"));
        String said = list().err();
        assertTrue(said.contains(closed.toString()) && said.contains("info.picocli"), said);
    }

    @Test
    void anUnknownNameSaysWhichPluginsAreBroken() {
        jars.plain(
                "plain",
                "a.Plain",
                JarMaker.norm("a", "Plain", "broken-one", "throw new RuntimeException(\"no luck\");")
                        .replace("throw new", "if (true) throw new"));
        Execution execution = MainTest.run("train", "toy-cnf", "--norm", "broken-one", "--plugins", plugins.toString());
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("Not usable are a.Plain"), execution.err());
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        Execution execution = MainTest.run(
                "list", "norms", "--plugins", plugins.resolve("none").toString());
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("Found no folder"), execution.err());
        assertTrue(execution.err().contains("--plugins"), execution.err());
    }
}
