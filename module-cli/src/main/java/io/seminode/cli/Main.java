package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.plugin.PluginFolders;
import io.seminode.cli.plugin.Plugins;
import io.seminode.cli.process.ParentWatch;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.verify.VerifyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

    /** No progress. */
    static final String QUIET = "--quiet";

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
            names = QUIET,
            scope = ScopeType.INHERIT,
            description = "Show no progress, only results, warnings and errors.")
    private boolean quiet;

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Look for jars with further norms, methods and so on in this folder, before those of"
                    + " SEMINODE_PLUGINS and plugins/. May be repeated.")
    private List<Path> plugins = List.of();

    /** Made by {@link #commandLine}. */
    Main() {}

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
            exitCode = commandLine(shortage).setOut(out).setErr(err).execute(args);
        } catch (Error | CommandLine.PicocliException e) { // of Java itself, or of a command that could not be made
            exitCode = Errors.broken(e, err, shortage, List.of(args).contains(DEBUG));
        }
        out.flush();
        err.flush();
        return exitCode;
    }

    /** The command with all its subcommands: a new one is one line here. */
    public static CommandLine commandLine() {
        return commandLine(new Shortage(""));
    }

    private static CommandLine commandLine(Shortage shortage) {
        Main main = new Main();
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
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new CheckGradientsCommand())
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new HelpCommand());
        return commandLine
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler(Errors::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> Errors.failed(e, command, shortage, main.debug));
    }

    private int execute(CommandLine.ParseResult parsed) {
        if (verbose || debug) {
            System.setProperty(LOG_LEVEL, debug ? "DEBUG" : "INFO"); // read when logging starts, at its first use
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (Plugins loaded = Plugins.load(
                PluginFolders.of(plugins, System.getenv(PluginFolders.VARIABLE)), Main.class.getClassLoader())) {
            thread.setContextClassLoader(loaded.loader()); // where registries look
            reportRejected(loaded);
            return new CommandLine.RunLast().execute(parsed);
        } catch (CommandException e) { // of plugin folders: commands' own come wrapped already
            throw new CommandLine.ExecutionException(spec.commandLine(), "plugins", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Names each plugin that is not used; the command goes on without it. */
    private void reportRejected(Plugins loaded) {
        if (loaded.any()) {
            Stream.concat(
                            loaded.rejected().stream(),
                            Arrays.stream(Choices.Listing.values())
                                    .flatMap(listing -> listing.load().rejected().stream()))
                    .forEach(rejected ->
                            spec.commandLine().getErr().println("seminode: plugin skipped: " + rejected + "."));
        }
    }

    /** The folders that {@code --plugins} names. */
    List<Path> plugins() {
        return plugins.stream().map(Path::toAbsolutePath).toList();
    }

    /** Where a command tells how far it is: standard error, unless that is not wanted. */
    static PrintWriter progress(CommandSpec command) {
        return command.root().userObject() instanceof Main main && main.quiet
                ? new PrintWriter(Writer.nullWriter())
                : command.commandLine().getErr();
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
