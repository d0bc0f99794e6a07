package io.seminode.cli.spi;

import io.seminode.solver.spi.Named;
import picocli.CommandLine.Command;

/**
 * A command that a plugin adds to {@code seminode}: a class with picocli's annotation {@code Command}, which says its name and
 * description, in a package that is opened to {@code info.picocli}.
 *
 * <p>Whenever the command line is made, so are all its commands: a constructor loads nothing. The options {@code --quiet}, {@code
 * --verbose}, {@code --debug} and {@code --plugins} are inherited. A command fails by {@link
 * io.seminode.cli.error.CommandException}, with one line for the user.
 */
public interface Subcommand extends Named {
    /**
     * The command's name, unique among all commands.
     *
     * @throws IllegalStateException if the class says none
     */
    @Override
    default String name() {
        Command command = getClass().getAnnotation(Command.class);
        if (command == null || !command.name().matches("[a-z][a-z0-9-]*")) {
            throw new IllegalStateException("found " + (command == null ? "no @Command" : '"' + command.name() + '"')
                    + ", expected @Command with a name of lower case letters, digits and hyphens");
        }
        return command.name();
    }

    @Override
    default String description() {
        Command command = getClass().getAnnotation(Command.class);
        return command == null ? "" : String.join(" ", command.description());
    }
}
