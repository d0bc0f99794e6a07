package io.seminode.cli.plugin;

import io.seminode.cli.error.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where plugins lie. */
public final class PluginFolders {
    /** Names further folders, separated as in PATH. */
    public static final String VARIABLE = "SEMINODE_PLUGINS";

    /** The launcher sets it to the folder that holds {@code plugins/}. */
    static final String HOME_PROPERTY = "seminode.home";

    private PluginFolders() {}

    /**
     * The folders to look into: the options' first, then the variable's, then {@code plugins/} beside the launcher.
     *
     * @param options what {@code --plugins} names
     * @param variable what {@link #VARIABLE} says, if it is set
     * @throws CommandException if one that was asked for is no folder
     */
    public static List<Path> of(List<Path> options, @Nullable String variable) {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path folder : options) {
            folders.add(existing(folder, "--plugins"));
        }
        if (variable != null) {
            for (String name : variable.split(File.pathSeparator, -1)) {
                if (!name.isBlank()) {
                    folders.add(existing(Path.of(name), VARIABLE));
                }
            }
        }
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            folders.add(Path.of(home, "plugins"));
        }
        return List.copyOf(folders);
    }

    private static Path existing(Path folder, String source) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.wrongUsage(
                    "Found no folder " + folder + ", expected one with plugins; " + source + " names it.");
        }
        return folder.toAbsolutePath().normalize();
    }

    /**
     * Ends the command if every user of this machine may write there: then they say what code runs here.
     *
     * @throws CommandException if so
     */
    private static void requireOurs(Path path) {
        try {
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw CommandException.failed("Found that everybody may write " + path
                        + ", from which code is loaded; expected that only its owner may: chmod go-w " + path);
            }
        } catch (UnsupportedOperationException notPosix) {
            // The system has other permissions.
        } catch (IOException e) {
            throw CommandException.failed("Can't read the permissions of " + path + ": " + e.getMessage());
        }
    }

    /** The jars in the folders, by folder and name; a folder that is not there has none. */
    static List<Path> jars(List<Path> folders) {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    List<Path> found = files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList();
                    found.forEach(PluginFolders::requireOurs);
                    if (!found.isEmpty()) {
                        requireOurs(folder);
                    }
                    jars.addAll(found);
                } catch (IOException e) {
                    throw CommandException.failed("Can't read the plugin folder " + folder + ": " + e.getMessage());
                }
            }
        }
        return jars;
    }
}
