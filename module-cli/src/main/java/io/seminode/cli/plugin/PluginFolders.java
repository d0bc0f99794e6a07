package io.seminode.cli.plugin;

import io.seminode.cli.error.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
     * Ends the command if others than the owner may write there: then they say what code runs here. A group with the owner's
     * name is the owner's alone, as Linux distributions make it.
     *
     * @return the owner, if that is another user than this process's and not root
     * @throws CommandException if so
     */
    private static Optional<String> requireOurs(Path path) {
        try {
            PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
            String owner = found.owner().getName();
            String group = found.group().getName();
            if (found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw writable("everybody", path);
            }
            if (found.permissions().contains(PosixFilePermission.GROUP_WRITE) && !group.equals(owner)) {
                throw writable("the group " + group, path);
            }
            return ProcessHandle.current()
                    .info()
                    .user()
                    .filter(user -> !List.of(user, "root").contains(owner))
                    .map(user -> owner);
        } catch (UnsupportedOperationException notPosix) {
            return Optional.empty(); // The system has other permissions.
        } catch (IOException e) {
            throw CommandException.failed("Can't read the permissions of " + path + ": " + e.getMessage());
        }
    }

    private static CommandException writable(String who, Path path) {
        return CommandException.failed("Found that " + who + " may write " + path
                + ", from which code is loaded; expected that only its owner may: chmod go-w " + path);
    }

    /**
     * The jars in the folders, by folder and name; a folder that is not there has none.
     *
     * @param warned told, once for each folder, of what belongs to another user: whoever named the folder may trust them, and
     *     containers see other owners than there are
     */
    static List<Path> jars(List<Path> folders, Consumer<String> warned) {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    List<Path> found = files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList();
                    List<Path> code = new ArrayList<>(found);
                    if (!found.isEmpty()) {
                        code.add(folder);
                    }
                    List<String> foreign = new ArrayList<>();
                    code.forEach(path -> requireOurs(path)
                            .ifPresent(owner -> foreign.add("code is loaded from " + path + ", which belongs to "
                                    + owner + ": what is in it is theirs to say.")));
                    foreign.stream().limit(1).forEach(warned);
                    jars.addAll(found);
                } catch (IOException e) {
                    throw CommandException.failed("Can't read the plugin folder " + folder + ": " + e.getMessage());
                }
            }
        }
        return jars;
    }
}
