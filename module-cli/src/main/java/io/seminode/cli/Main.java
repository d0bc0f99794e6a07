package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.plugin.PluginFolders;
import io.seminode.cli.plugin.Plugins;
import io.seminode.cli.process.ParentWatch;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.solver.spi.RejectedProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code seminode} command.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Results go to standard output, everything else to
 * standard error. An error is one line that says what was found, what was expected and what to do; {@code --debug} adds
 * the stack trace.
 *
 * <p>Nothing here, and nothing a subcommand does before it is called, may touch TensorFlow's classes that load its
 * native library: help must come at once.
 */
@Command(
        name = "seminode",
        description = "Fast neural differential equations: trains, compares norms, times solves.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage", "130:interrupted"})
public final class Main implements Runnable {
    private static final String DEBUG = "--debug";

    private static final String PLUGINS = "--plugins";

    private static final String LOG_LEVEL = "seminode.log.level";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show more: details in listings, log messages, TensorFlow's own messages.")
    private boolean verbose;

    @Option(
            names = Quiet.NAME,
            scope = ScopeType.INHERIT,
            description = "Show no progress, only results, warnings and errors.")
    @SuppressWarnings("unused") // Quiet asks the option
    private boolean quiet;

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(
            names = PLUGINS,
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Look for jars with further norms, methods and so on in this folder, before those of"
                    + " SEMINODE_PLUGINS and plugins/. May be repeated.")
    private List<Path> plugins = List.of();

    private final @Nullable Plugins loaded;
    private final @Nullable CommandException fault;
    private List<RejectedProvider> rejectedCommands = List.of();

    /**
     * Made by {@link #commandLine}.
     *
     * @param loaded the plugins; null if they are loaded when a command is run
     * @param fault of the folders of plugins, with which every command ends; null if they are as expected
     */
    private Main(@Nullable Plugins loaded, @Nullable CommandException fault) {
        this.loaded = loaded;
        this.fault = fault;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        ParentWatch.begin();
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, SeminodeProcess.encoding()), true);
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out), StandardOutput.LINK);
        System.exit(out.exitCode(run(args, out.writer(), err), err));
    }

    /** Runs the command with the given streams. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        // Numbers look the same everywhere, and other libraries go wrong in some locales.
        Locale.setDefault(Locale.ROOT);
        Shortage shortage = Shortage.ofThisProcess();
        int exitCode;
        try {
            exitCode = run(args, out, err, shortage);
        } catch (Error | CommandLine.PicocliException e) { // of Java itself, or of a command that could not be made
            exitCode = Errors.broken(e, err, shortage, List.of(args).contains(DEBUG));
        }
        out.flush();
        err.flush();
        return exitCode;
    }

    /** Plugins may bring commands: they are loaded before the words are understood. */
    private static int run(String[] args, PrintWriter out, PrintWriter err, Shortage shortage) {
        try (Plugins loaded = load(EarlyOptions.plugins(args))) {
            return within(
                    loaded,
                    () -> commandLine(new Main(loaded, null), shortage)
                            .setOut(out)
                            .setErr(err)
                            .execute(args));
        } catch (CommandException e) { // of plugin folders, without which there is help all the same
            return commandLine(new Main(null, e), shortage)
                    .setOut(out)
                    .setErr(err)
                    .execute(args);
        }
    }

    /** What is read of the words before it is known which commands there are. */
    private static final class EarlyOptions {
        @Option(names = PLUGINS)
        private List<Path> plugins = List.of();

        static List<Path> plugins(String[] args) {
            EarlyOptions early = new EarlyOptions();
            try {
                new CommandLine(early).setUnmatchedArgumentsAllowed(true).parseArgs(args);
            } catch (ParameterException e) {
                // The command line says it.
            }
            return early.plugins;
        }
    }

    private static Plugins load(List<Path> folders) {
        return Plugins.load(
                PluginFolders.of(folders, System.getenv(PluginFolders.VARIABLE)), Main.class.getClassLoader());
    }

    private static int within(Plugins loaded, IntSupplier action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loaded.loader()); // where registries look
        try {
            return action.getAsInt();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The command with all its subcommands: a new one of ours is one line here, others are found as services. */
    public static CommandLine commandLine() {
        return commandLine(new Main(null, null), new Shortage(""));
    }

    private static CommandLine commandLine(Main main, Shortage shortage) {
        CommandLine commandLine = new CommandLine(main)
                .addSubcommand(ProblemCommand.of("compare", CompareCommand.DESCRIPTION, CompareCommand::new))
                .addSubcommand(ProblemCommand.of("train", TrainCommand.DESCRIPTION, TrainCommand::new))
                .addSubcommand(new SweepCommand())
                .addSubcommand(new ReproduceCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(new SampleCommand())
                .addSubcommand(new DensityCommand())
                .addSubcommand(new ScoreCommand())
                .addSubcommand(new PredictCommand())
                .addSubcommand(new EvaluateCommand())
                .addSubcommand(new ExportCommand())
                .addSubcommand(new DataCommand())
                .addSubcommand(new ListCommand())
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new HelpCommand());
        main.rejectedCommands = ServiceCommands.addTo(commandLine);
        return commandLine
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler((e, words) -> main.fault == null
                        ? Errors.wrongUsage(e, words)
                        : Errors.failed(main.fault, e.getCommandLine(), shortage, main.debug))
                .setExecutionExceptionHandler((e, command, parsed) -> Errors.failed(e, command, shortage, main.debug));
    }

    private int execute(CommandLine.ParseResult parsed) {
        if (verbose || debug) {
            System.setProperty(LOG_LEVEL, debug ? "DEBUG" : "INFO"); // read when logging starts, at its first use
        }
        if (fault != null) {
            throw new CommandLine.ExecutionException(spec.commandLine(), "plugins", fault);
        }
        if (loaded != null) {
            return execute(parsed, loaded);
        }
        try (Plugins now = load(plugins)) {
            return within(now, () -> execute(parsed, now));
        } catch (CommandException e) { // of plugin folders: commands' own come wrapped already
            throw new CommandLine.ExecutionException(spec.commandLine(), "plugins", e);
        }
    }

    private int execute(CommandLine.ParseResult parsed, Plugins found) {
        reportRejected(found);
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Names what belongs to others, and each plugin that is not used; the command goes on without it. */
    private void reportRejected(Plugins loaded) {
        if (loaded.any()) {
            loaded.foreign().forEach(warning -> spec.commandLine().getErr().println("seminode: " + warning));
            Stream.of(
                            loaded.rejected().stream(),
                            rejectedCommands.stream(),
                            Arrays.stream(Choices.Listing.values())
                                    .flatMap(listing -> listing.load().rejected().stream()))
                    .flatMap(rejected -> rejected)
                    .forEach(rejected ->
                            spec.commandLine().getErr().println("seminode: plugin skipped: " + rejected + "."));
        }
    }

    /** The folders that {@code --plugins} names. */
    List<Path> plugins() {
        return plugins.stream().map(Path::toAbsolutePath).toList();
    }

    /** Whether more is wanted than usual. */
    boolean isVerbose() {
        return verbose;
    }

    /** Without a subcommand: what there is. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "No command found, expected one of "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
