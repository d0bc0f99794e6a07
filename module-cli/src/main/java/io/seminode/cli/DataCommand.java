package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.progress.DataBar;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.Terminals;
import io.seminode.cli.report.TextTable;
import io.seminode.data.DataProgress;
import io.seminode.data.catalog.DataSet;
import io.seminode.data.catalog.DataSets;
import io.seminode.data.catalog.DataSummary;
import io.seminode.data.catalog.FileState;
import io.seminode.data.files.DataHome;
import io.seminode.data.files.Downloader;
import io.seminode.data.files.RemoteFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches, describes and verifies data sets. */
@Command(
        name = "data",
        description = "Fetch, describe or verify a data set; \"seminode list data\" names them.",
        subcommands = {DataCommand.Fetch.class, DataCommand.Info.class, DataCommand.Verify.class})
final class DataCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "No command found, expected one of "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    /** For picocli: the names to show in help. */
    static final class DataSetNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        DataSetNames() {
            super(DataSets.load().names());
        }
    }

    /** Which data set, and where it lies. */
    static final class Selection {
        @Parameters(
                paramLabel = "NAME",
                converter = Choices.DataSetChoice.class,
                completionCandidates = DataSetNames.class,
                description = "One of ${COMPLETION-CANDIDATES}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
        private DataSet dataSet;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = {
                    "Folder of the data set's files.",
                    "Without it: the folder of the data set's name in the folder that the system property "
                            + DataHome.PROPERTY + " or the environment variable " + DataHome.VARIABLE
                            + " names, else in ~/.cache/seminode."
                })
        private @Nullable Path place;

        DataSet dataSet() {
            return dataSet;
        }

        Path place() {
            return place == null ? DataHome.standard().dataSet(dataSet.name()) : place;
        }

        boolean isSimulated() {
            return dataSet.files().isEmpty();
        }
    }

    /** Runs work that shows its progress on standard error and ends in order on Ctrl-C. */
    private static void withProgress(CommandSpec spec, String leftBehind, Consumer<DataProgress> work) {
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption(() -> {
                    err.println();
                    err.println("seminode: interrupted; " + leftBehind);
                    err.flush();
                });
                DataBar progress = new DataBar(
                        Quiet.progress(spec), Terminals.isStandardErrorInteractive(), interruption::isRequested)) {
            work.accept(progress);
        } catch (DataBar.StoppedException stopped) {
            throw CommandException.interrupted("interrupted");
        }
    }

    private static String bytes(long size) {
        return String.format(Locale.ROOT, "%,d", size);
    }

    /** {@code seminode data fetch}. */
    @Command(
            name = "fetch",
            description = {
                "Download a data set from its publisher and check it.",
                "A download that breaks off goes on where it stopped when the command is given again."
            })
    static final class Fetch implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Mixin
        private final Selection selection = new Selection();

        /** For picocli. */
        Fetch() {}

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            DataSet dataSet = selection.dataSet();
            if (selection.isSimulated()) {
                out.println(dataSet.name() + ": nothing to fetch, it is simulated.");
                return;
            }
            Path folder = selection.place();
            withProgress(spec, "what has arrived is kept, the same command goes on from it.", progress -> {
                for (RemoteFile file : dataSet.files()) {
                    Path fetched = new Downloader().fetch(file, folder, progress);
                    out.println(fetched + ": " + bytes(file.size()) + " bytes, "
                            + file.checksum().algorithm() + " as published");
                }
            });
        }
    }

    /** {@code seminode data info}. */
    @Command(name = "info", description = "Say what a data set is, where it comes from and where it lies.")
    static final class Info implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Mixin
        private final Selection selection = new Selection();

        /** For picocli. */
        Info() {}

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            DataSet dataSet = selection.dataSet();
            out.println(dataSet.name() + ": " + dataSet.description());
            out.println("Source: " + dataSet.source());
            out.println("Licence: " + dataSet.licence());
            if (selection.isSimulated()) {
                return;
            }
            Path folder = selection.place();
            out.println("Place: " + folder + (Files.exists(folder) ? "" : " (not there)"));
            TextTable table = TextTable.withHeader("File", "Bytes", "Checksum", "Here", "Address");
            for (RemoteFile file : dataSet.files()) {
                table.row(
                        file.name(),
                        bytes(file.size()),
                        file.checksum().algorithm() + " " + file.checksum().hex(),
                        Files.isRegularFile(folder.resolve(file.name())) ? "yes" : "no",
                        file.addresses().get(0).toString());
            }
            out.print(table.leftAligned().toText());
        }
    }

    /** {@code seminode data verify}. */
    @Command(
            name = "verify",
            description = {
                "Compare a data set's files with the publisher's checksums, and read all of it.",
                "Exit status 1 if something is missing or damaged. Data that is not the publisher's, such as a part of it,"
                        + " passes if it can be read; the table says so."
            })
    static final class Verify implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Mixin
        private final Selection selection = new Selection();

        /** For picocli. */
        Verify() {}

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            DataSet dataSet = selection.dataSet();
            Path place = selection.place();
            withProgress(spec, "nothing was changed.", progress -> {
                if (!selection.isSimulated()) {
                    TextTable table = TextTable.withHeader("File", "Compared with the publisher's");
                    for (RemoteFile file : dataSet.files()) {
                        table.row(
                                file.name(), FileState.of(file, place, progress).description());
                    }
                    out.print(table.leftAligned().toText());
                    out.flush();
                }
                print(out, dataSet.inspect(place, progress));
            });
        }

        private static void print(PrintWriter out, DataSummary summary) {
            TextTable table = TextTable.withHeader(header(summary));
            for (DataSummary.Part part : summary.parts()) {
                List<String> counts =
                        part.classCounts().stream().map(String::valueOf).toList();
                table.row(concat(List.of(part.name(), bytes(part.size())), counts));
            }
            out.print(table.toText());
            summary.notes().forEach(out::println);
        }

        private static List<String> header(DataSummary summary) {
            return concat(List.of("Part", "Examples"), summary.classes());
        }

        private static List<String> concat(List<String> first, List<String> then) {
            return Stream.concat(first.stream(), then.stream()).toList();
        }
    }
}
