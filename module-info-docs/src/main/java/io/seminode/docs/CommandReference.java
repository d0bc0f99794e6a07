package io.seminode.docs;

import io.seminode.cli.Main;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The page of all commands, as they describe themselves. */
final class CommandReference {
    private static final int WIDTH = 100;

    private CommandReference() {}

    /** Every command that is not hidden, a command before its subcommands. */
    static Set<CommandSpec> commands() {
        Set<CommandSpec> commands = new LinkedHashSet<>();
        collect(Main.commandLine().getCommandSpec(), commands);
        return commands;
    }

    private static void collect(CommandSpec command, Set<CommandSpec> commands) {
        if (!command.usageMessage().hidden() && commands.add(command)) {
            command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), commands));
        }
    }

    static Page page() {
        StringBuilder text = new StringBuilder("""
                # All commands

                This page is what the commands say with `--help`. [Command line](command-line.md) introduces them.
                """);
        for (CommandSpec command : commands()) {
            CommandLine line = command.commandLine().setUsageHelpWidth(WIDTH);
            command.usageMessage().autoWidth(false);
            text.append("\n## ")
                    .append(command.qualifiedName())
                    .append("\n\n```\n")
                    .append(line.getUsageMessage(Ansi.OFF))
                    .append("```\n");
        }
        return Page.of("all-commands.html", text.toString());
    }
}
